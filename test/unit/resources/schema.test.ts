// schema.graphql reaches the template, whatever the folder of the project is called.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Schema } from 'serverless-appsync-plugin/lib/resources/Schema';
import SchemaCheck from '../../../tools/packaging/schema-check';
import { ROOT } from '../../support/packages/templates';

const SCHEMA = 'type Query {\n  region: String\n}\n';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'projects-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A project with a schema, and one beside it that a pattern could take for it. */
function aProject(name: string): string {
  for (const each of [name, 'a', 'copy1', 'other']) {
    mkdirSync(path.join(folder, each, 'resources/api'), { recursive: true });
    writeFileSync(path.join(folder, each, 'schema.graphql'), each === name ? SCHEMA : 'type Other { x: Int }');
  }
  const project = path.join(folder, name);
  cpSync(path.join(ROOT, 'resources/api/schema.js'), path.join(project, 'resources/api/schema.js'));
  return project;
}

/** What the AppSync plugin reads in a project. */
function schemaRead(project: string): string {
  const pattern = jest.requireActual<string>(path.join(project, 'resources/api/schema.js'));
  const api = { plugin: { serverless: { config: { servicePath: project }, classes: { Error } } } };
  return new Schema(api as never, [pattern]).generateSchema();
}

it.each(['project', 'copy (1)', '+(x)', '@(x)', '!(x)', '{a,b}', '[!a]', '*', 'x|y', 'p]q', '{1..3}'])(
  'is the one of the project in a folder named %s',
  (name) => {
    expect(schemaRead(aProject(name))).toBe(SCHEMA);
  },
);

function check(definition: string): void {
  const Resources = { GraphQlSchema: { Type: 'AWS::AppSync::GraphQLSchema', Properties: { Definition: definition } } };
  const provider = { compiledCloudFormationTemplate: { Resources } };
  const { hooks } = new SchemaCheck({ service: { provider }, classes: { Error } });
  for (const hook of Object.values(hooks)) hook();
}

it.each(['', ' \n'])('is refused by the framework when it is empty: %j', (definition) => {
  expect(() => check(definition)).toThrow(/^The schema of the API is empty; /);
});

it('is taken by the framework when there is one', () => {
  expect(() => check(SCHEMA)).not.toThrow();
});
