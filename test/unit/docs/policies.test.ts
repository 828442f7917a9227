// The policies of docs/POLICIES.md name fields that the schema has, and that IAM may open.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Kind, parse } from 'graphql';
import { ROOT } from '../../support/packages/templates';

const BLOCKS = /## (\w+)\n[\s\S]*?```json\n([\s\S]*?)```/g;
const FIELD = /^arn:PARTITION:appsync:REGION:ACCOUNT:apis\/API_ID\/types\/(\w+)\/fields\/(\w+)$/;
/** Only the region's bus may call them. */
const BUS_ONLY = [
  'Mutation.admitFromBus',
  'Mutation.broadcastFromBus',
  'Mutation.publishFromBus',
  'Mutation.unsubscribeFromBus',
];

interface Policy {
  readonly Statement: readonly { readonly Action: string; readonly Resource: string | readonly string[] }[];
}

const policies = [...readFileSync(path.join(ROOT, 'docs/POLICIES.md'), 'utf8').matchAll(BLOCKS)].map(
  ([, name = '', text = '']): [string, Policy] => [name, JSON.parse(text) as Policy],
);

it('has a policy for each kind of caller', () => {
  expect(policies.map(([name]) => name)).toEqual(['Guest', 'Backend', 'Operator']);
});

it.each(policies)('%s names fields that the schema opens to IAM', (_, { Statement: statements }) => {
  const coordinates = statements.flatMap(({ Resource }) => [Resource].flat().map(coordinateOf));

  expect(iamCoordinates()).toEqual(expect.arrayContaining(coordinates));
  expect(coordinates.filter((coordinate) => BUS_ONLY.includes(coordinate))).toEqual([]);
});

it('leaves no field that IAM may open without a caller', () => {
  const named = policies.flatMap(([, policy]) =>
    policy.Statement.flatMap(({ Resource }) => [Resource].flat().map(coordinateOf)),
  );

  expect([...new Set([...named, ...BUS_ONLY])].sort()).toEqual(iamCoordinates().sort());
});

it('lets whoever redrives call each mutation that the bus calls', () => {
  const operations = readFileSync(path.join(ROOT, 'docs/OPERATIONS.md'), 'utf8');
  const [, needed = ''] = /## Dead letters\n[\s\S]*?(`sqs:GetQueueUrl`[\s\S]*?)\n\n/.exec(operations) ?? [];

  const calls = [...needed.matchAll(/`(\w+FromBus)`/g)].map(([, field = '']) => `Mutation.${field}`);

  expect(calls.sort()).toEqual(BUS_ONLY);
});

function coordinateOf(arn: string): string {
  const [, type = '', field = ''] = FIELD.exec(arn) ?? [];
  return `${type}.${field}`;
}

function iamCoordinates(): string[] {
  const schema = parse(readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8'));
  return schema.definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return [];
    return (definition.fields ?? [])
      .filter(({ directives }) => directives?.some(({ name }) => name.value === 'aws_iam'))
      .map(({ name }) => `${definition.name.value}.${name.value}`);
  });
}
