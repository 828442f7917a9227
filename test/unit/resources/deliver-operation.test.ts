// What the deliver rule asks the API, of a project of its own.
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROJECT = path.join(__dirname, '../../..');
const MODULE = 'resources/bus/deliver-operation.js';
let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'deliver-operation-')));
  mkdirSync(path.join(root, path.dirname(MODULE)), { recursive: true });
  copyFileSync(path.join(PROJECT, MODULE), path.join(root, MODULE));
  symlinkSync(path.join(PROJECT, 'node_modules'), path.join(root, 'node_modules'));
});

afterEach(() => rmSync(root, { recursive: true }));

/** With this schema.graphql. */
function operationOf(schema: string): string {
  writeFileSync(path.join(root, 'schema.graphql'), schema);
  const operation = createRequire(__filename)(path.join(root, MODULE)) as () => string;
  return operation();
}

it('asks for every field of a message', () => {
  expect(operationOf('type Message {\n  id: ID!\n  name: String!\n}\n')).toMatch(/\{ id name \} \}$/);
});

it('says where a schema is wrong that cannot be read', () => {
  expect(() => operationOf('type Message {\n  id ID!\n}\n')).toThrow(
    'schema.graphql:2:6: Syntax Error: Expected ":", found Name "ID".',
  );
});
