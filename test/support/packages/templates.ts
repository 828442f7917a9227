// The compiled templates of every stage, as the framework would send them, and what to find in them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import type { Settings } from '../../../tools/stages/settings';
import type { JsonObject, JsonValue } from 'local-aws';

/** The project's folder. */
export const ROOT = path.join(__dirname, '../../..');
/** A copy of the project, made before the tests run, whose stages.yml has the stages of the tests. */
export const TEST_PROJECT = path.join(ROOT, '.build/test-project');
/** Where the templates are packaged to before the tests run. */
export const TEMPLATES = path.join(ROOT, '.build/test-templates');
/** Where the zips of their functions are. */
export const ARTIFACTS = path.join(ROOT, '.build/test-artifacts');
/** Where the front doors are, templates and artifacts. */
export const EDGES = path.join(ROOT, '.build/test-edges');
/** The stages of stages.yml. */
export const OWN_STAGES = ['local', 'dev', 'prod'];
/** The stages of test/cases/stages.yml. */
export const TEST_STAGES = ['one', 'three', 'five', 'doors', 'failover', 'hooks', 'channels'];
/** The stages whose front doors are packaged: every one with a domain, and two without. */
export const EDGE_STAGES = ['local', 'dev', 'one', 'five', 'doors', 'failover'];

/** A compiled template. */
export interface Template extends JsonObject {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: JsonValue }>>;
}

/** A resource of a compiled template. */
export interface Resource extends JsonObject {
  readonly Type: string;
  readonly Properties: JsonObject;
}

/** An `AWS::Events::Rule`. */
export interface Rule extends Resource {
  readonly Properties: {
    readonly EventPattern: JsonObject;
    readonly Targets: readonly JsonObject[];
  };
}

/** An `AWS::AppSync::Resolver`. */
export interface Resolver extends Resource {
  readonly Properties: {
    readonly TypeName: string;
    readonly FieldName: string;
    readonly Code: string;
    readonly Runtime: JsonObject;
    /** The functions of its pipeline, if it has one. */
    readonly PipelineConfig?: JsonObject;
  };
}

/** An `AWS::AppSync::FunctionConfiguration`: a step of pipeline resolvers. */
export interface PipelineFunction extends Resource {
  readonly Properties: {
    readonly Name: string;
    readonly Code: string;
    readonly Runtime: JsonObject;
  };
}

/** The regions for which a stage was packaged. */
export function packagedRegions(stage: string): string[] {
  return readdirSync(path.join(TEMPLATES, stage)).map((file) => path.basename(file, '.json'));
}

/** Where the zips of a stack's functions are. */
export function artifactFolder(stage: string, region: string): string {
  return path.join(ARTIFACTS, stage, region);
}

/** The compiled template of a stage's region. */
export function templateOf(stage: string, region: string): Template {
  return JSON.parse(readFileSync(path.join(TEMPLATES, stage, `${region}.json`), 'utf8')) as Template;
}

/** Where a front door's artifacts are: the zip of its function, and the page. */
export function edgeArtifactFolder(stage: string): string {
  return path.join(EDGES, stage);
}

/** The compiled template of a stage's front door. */
export function edgeTemplateOf(stage: string): Template {
  return JSON.parse(readFileSync(path.join(EDGES, `${stage}.json`), 'utf8')) as Template;
}

type StagesFile = Readonly<Record<string, object | undefined>>;

/** The files of stages that were read, by name: hundreds of checks ask for a setting. */
const stagesFiles = new Map<string, StagesFile>();

/** A stage's settings, its own or else the default ones. */
export function settingsOf(stage: string): Settings {
  const stages = stagesIn(OWN_STAGES.includes(stage) ? 'stages.yml' : 'test/cases/stages.yml');
  return { ...stages['default'], ...stages[stage] } as Settings;
}

function stagesIn(file: string): StagesFile {
  const stages = stagesFiles.get(file) ?? (parse(readFileSync(path.join(ROOT, file), 'utf8')) as StagesFile);
  stagesFiles.set(file, stages);
  return stages;
}

/** Has the stage a domain, and with it a front door that can be packaged before the regions run? */
export function hasEdge(stage: string): boolean {
  return existsSync(path.join(EDGES, `${stage}.json`)) && edgeTemplateOf(stage).Outputs['CertificateArn'] !== undefined;
}

/** Every template of every stage, as rows for `describe.each`. */
export function allTemplates(): { readonly stage: string; readonly region: string }[] {
  return [...OWN_STAGES, ...TEST_STAGES].flatMap((stage) =>
    packagedRegions(stage).map((region) => ({ stage, region })),
  );
}

/** The resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The rules of the bus, by logical id. */
export function rulesOf(template: Template): [string, Rule][] {
  return resourcesOf(template, 'AWS::Events::Rule') as [string, Rule][];
}

/** The resolvers of the API, by coordinate such as `Mutation.publish`. */
export function resolversOf(template: Template): ReadonlyMap<string, Resolver['Properties']> {
  const resolvers = resourcesOf(template, 'AWS::AppSync::Resolver') as [string, Resolver][];
  return new Map(resolvers.map(([, { Properties }]) => [`${Properties.TypeName}.${Properties.FieldName}`, Properties]));
}

/** The functions of the pipeline resolvers, by name. */
export function functionsOf(template: Template): ReadonlyMap<string, PipelineFunction['Properties']> {
  const functions = resourcesOf(template, 'AWS::AppSync::FunctionConfiguration') as [string, PipelineFunction][];
  return new Map(functions.map(([, { Properties }]) => [Properties.Name, Properties]));
}

/** The only resource of a type; throws on none and on two. */
export function theResource(template: Template, type: string): Resource {
  const found = resourcesOf(template, type);
  const [only] = found;
  if (!only || found.length > 1) throw new Error(`Expected one ${type}, found ${found.map(([id]) => id).join(', ')}.`);
  return only[1];
}
