// What is deployed, looked at as it was packaged: handlers, the bytes of their code, and the start of the functions.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { JsonObject } from 'local-aws/terms';
import { packageEdge, packageFolder, packageRegions } from '../tools/packaging/packaging';
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

/** A resolver or a function of a pipeline in a compiled template. */
interface Coded extends JsonObject {
  readonly Code: string;
}

/** Packages the stages, and prints both tables. */
export async function measureDeployed(): Promise<void> {
  const root = benchProject();
  const templates = new Map<string, JsonObject>();
  for (const stage of STAGES) {
    const { regions, domain } = stageOf(root, stage);
    const [template] = (await packageRegions({ root, stage, regions: regions.slice(0, 1), domain })).values();
    if (template) templates.set(stage, template);
  }
  terminal.info(tableOf(['', ...STAGES.flatMap((stage) => [`${stage}: handlers`, 'bytes'])], rowsOf(templates)));
  const [stage] = STAGES;
  const [region = ''] = stageOf(root, stage).regions;
  await packageEdge({ root, stage });
  const folders = {
    authorizer: packageFolder({ root, stage }, region),
    router: packageFolder({ root, stage }, 'edge'),
  };
  const starts = Object.entries(folders).map(([name, folder]) => startOf(name, folder, emptyTemporaryFolder(root)));
  terminal.info(`\n${tableOf(['', 'bytes', 'ms to load', 'range'], starts)}`);
}

function rowsOf(templates: ReadonlyMap<string, JsonObject>): readonly (readonly string[])[] {
  return OPERATIONS.map(([name, where]) => [
    `\`${name}\`, ${where}`,
    ...[...templates.values()].flatMap((template) => {
      const { handlers, bytes } = workOf(template, name);
      return [handlers, bytes].map((count) => count.toLocaleString('en'));
    }),
  ]);
}

function workOf(template: JsonObject, name: string): Work {
  const resources = Object.entries(template['Resources'] as Record<string, JsonObject>);
  const propertiesOf = (wanted: (id: string, properties: JsonObject) => boolean) =>
    resources
      .map(([id, resource]) => [id, resource['Properties'] as JsonObject] as const)
      .filter(([id, properties]) => wanted(id, properties))
      .map(([, properties]) => properties as Coded);
  const [type, field] = name.split('.');
  const [resolver] = propertiesOf((_, { TypeName, FieldName }) => TypeName === type && FieldName === field);
  if (!resolver) return { handlers: 0, bytes: 0 };
  const pipeline = JSON.stringify(resolver['PipelineConfig'] ?? {});
  const functions = propertiesOf((id) => pipeline.includes(`"${id}"`));
  const modules = [resolver, ...functions].map(({ Code }) => Buffer.byteLength(Code));
  return { handlers: HANDLERS * modules.length, bytes: modules.reduce((sum, bytes) => sum + bytes) };
}

/** A row: the code of a function, and how long a new process of Node.js takes to load it. */
function startOf(name: string, folder: string, place: string): readonly string[] {
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
