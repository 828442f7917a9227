// What a program says of a mistake in a file, in one line: what stands around it is for who runs the program by hand.
import { stripVTControlCharacters } from 'node:util';

/** esbuild: `resolvers/Query.channels.ts:13:13: ERROR: Expected identifier but found "="` */
const ESBUILD = /^(\S+:\d+:\d+): ERROR: (.+)$/m;
/** Vite, with Rolldown: the sentence, and under it the place in a frame. */
const VITE = /^error during build:\nBuild failed[^\n]*\n+(?:\[[\w:-]+\] )?([^\n]+)\n[^\n]*?(\S+:\d+:\d+)/m;
/** The Serverless Framework: a paragraph, or two if the first is a heading. */
const FRAMEWORK = /^Error:\n([\s\S]+?)(?:\n\n(?!\s)|\n\s+at |$(?![\s\S]))/m;
/** Where the framework works on a copy of the project. */
const COPY = /[^\s"]*\/\.build\/\S+?\/service\//g;
/** What CloudFormation says around a service's own sentence. */
const HANDLER = /\s*Resource handler returned message: "(.+?)(?: \(Service: [^)]*\))?" \(RequestToken: [^)]*\)/;
const STATUS = /^(?:CREATE|UPDATE)_FAILED: /;
/** The lines of a file around a mistake, each with its number. */
const EXCERPT = /^\s*(?:\d+ \||-+\^)/;

/**
 * @param output of the Serverless Framework, esbuild or Vite
 * @returns the sentence, with file and line where the program names them; all of the output if there is none in it
 */
export function mistakeIn(output: string): string {
  const text = stripVTControlCharacters(output).replaceAll(COPY, '');
  const [, place, sentence] = ESBUILD.exec(text) ?? [];
  if (place !== undefined && sentence !== undefined) return `${place}: ${sentence}`;
  const [, complaint, where] = VITE.exec(text) ?? [];
  if (complaint !== undefined && where !== undefined) return `${where}: ${complaint}`;
  const [, paragraph] = FRAMEWORK.exec(text) ?? [];
  return paragraph === undefined ? text : inOneLine(paragraph);
}

function inOneLine(paragraph: string): string {
  return paragraph
    .split('\n')
    .filter((line) => !EXCERPT.test(line))
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ')
    .replace(HANDLER, ': $1')
    .replace(STATUS, '');
}
