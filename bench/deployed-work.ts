// What is deployed, looked at as it was packaged: handlers, the bytes of their code, and the start of the functions.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { functionsOf, resolversOf, type Template } from '../test/support/packages/templates';
import { packageEdge, packageRegion, type PackagedStack } from '../tools/packaging/packaging';
import { emptyTemporaryFolder } from '../tools/packaging/temporary-folder';
import { stageOf } from '../tools/stages/stage';
import { tableOf } from '../tools/table';
import { terminal } from '../tools/terminal';
import { benchProject } from './project';
import { summaryOf } from './statistics';

/** The stages of the benchmark that are compared: with neither a history nor Event APIs, and with both. */
const STAGES = ['one', 'whole'] as const;
/** The operations of a message, and where each runs. */
const OPERATIONS = [
  ['Mutation.publish', 'once'],
  ['Mutation.publishFromBus', 'in each region'],
  ['Mutation.broadcastFromBus', 'in each region'],
] as const;
/** The `request` and the `response` of a resolver, and of each function of its pipeline. */
const HANDLERS = 2;
/** The file of a function's zip that has its handler. */
const HANDLER = /handler\.js$/;
/** Each function is loaded so often, by a new process each time. */
const LOADS = 21;
/** Prints the milliseconds that a module takes to load. */
const TIMER = `const before = performance.now(); require(process.argv[1]); process.stdout.write(String(performance.now() - before));`;

/** An operation, as AppSync would carry it out. */
interface Work {
  /** At most: a handler that refuses a message or returns early ends the work. */
  readonly handlers: number;
  /** Of the code of all modules that have them. */
  readonly bytes: number;
}

/** Packages the stages, and prints both tables. */
export async function measureDeployed(): Promise<void> {
  const root = benchProject();
  const [stage] = STAGES;
  const stacks: PackagedStack[] = [];
  for (const each of STAGES) {
    const { regions, domain } = stageOf(root, each);
    stacks.push(await packageRegion({ root, stage: each, domain }, regions[0] ?? ''));
  }
  const templates = stacks.map(({ template }) => template as Template);
  terminal.info(tableOf(['', ...STAGES.flatMap((each) => [`${each}: handlers`, 'bytes'])], rowsOf(templates)));
  const router = await packageEdge({ root, stage });
  const place = emptyTemporaryFolder(root);
  const starts = [startOf('authorizer', stacks[0], place), startOf('router', router, place)];
  terminal.info(`\n${tableOf(['', 'bytes', 'ms to load', 'range'], starts)}`);
}

function rowsOf(templates: readonly Template[]): readonly (readonly string[])[] {
  return OPERATIONS.map(([name, where]) => [
    `\`${name}\`, ${where}`,
    ...templates.flatMap((template) => {
      const { handlers, bytes } = workOf(template, name);
      return [handlers, bytes].map((count) => count.toLocaleString('en'));
    }),
  ]);
}

function workOf(template: Template, name: string): Work {
  const resolver = resolversOf(template).get(name);
  if (!resolver) return { handlers: 0, bytes: 0 };
  // The framework names a function's resource after it.
  const pipeline = JSON.stringify(resolver.PipelineConfig ?? {});
  const functions = [...functionsOf(template).values()].filter(({ Name }) =>
    pipeline.includes(`Configuration${Name}"`),
  );
  const modules = [resolver, ...functions].map(({ Code }) => Buffer.byteLength(Code));
  return { handlers: HANDLERS * modules.length, bytes: modules.reduce((sum, bytes) => sum + bytes) };
}

/** A row: the code of a function, and how long a new process of Node.js takes to load it. */
function startOf(name: string, stack: PackagedStack | undefined, place: string): readonly string[] {
  const folder = stack?.artifactFolder ?? '';
  const [zip = ''] = readdirSync(folder).filter((file) => file.endsWith('.zip'));
  const code = Object.entries(unzipSync(readFileSync(path.join(folder, zip)))).find(([file]) =>
    HANDLER.test(file),
  )?.[1];
  if (!code) throw new Error(`The package in ${folder} has no handler.`);
  const file = path.join(place, `${name}.js`);
  writeFileSync(file, code);
  const times = Array.from({ length: LOADS }, () => Number(execFileSync(process.execPath, ['--eval', TIMER, file])));
  const { median, least, most } = summaryOf(times);
  return [name, code.byteLength.toLocaleString('en'), median.toFixed(2), `${least.toFixed(2)}–${most.toFixed(2)}`];
}
