// The blocks of code that the project's documents print.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked, type Token } from 'marked';

/** A block of code, as it is printed. */
export interface PrintedBlock {
  /** The document, relative to the root. */
  readonly file: string;
  /** What stands after the fence; empty for a block that says no language. */
  readonly language: string;
  readonly text: string;
}

/** Folders that hold no documents of the project. */
const FOREIGN = /^(?:node_modules|dist|\..*)$/;

/**
 * Every fenced block of every Markdown file, in the order of the files.
 * @param root the project's folder
 */
export function printedBlocks(root: string): readonly PrintedBlock[] {
  return documentsIn(root).flatMap((file) => {
    const blocks: PrintedBlock[] = [];
    void marked.walkTokens(marked.lexer(readFileSync(path.join(root, file), 'utf8')), (token: Token) => {
      if (token.type !== 'code') return;
      const { lang = '', text } = token as { readonly lang?: string; readonly text: string };
      blocks.push({ file, language: lang, text });
    });
    return blocks;
  });
}

/** Every Markdown file of the project, relative to its folder. */
export function documentsIn(root: string, folder = ''): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !FOREIGN.test(name))
    .flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return documentsIn(root, file);
      return entry.name.endsWith('.md') ? [file] : [];
    });
}
