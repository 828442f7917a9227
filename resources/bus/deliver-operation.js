// What the deliver rule asks the API: a field that the mutation does not select never reaches a subscriber, so it selects all of them.
'use strict';

const { readFileSync } = require('node:fs');
const path = require('node:path');
const { GraphQLError, parse } = require('graphql');

/** @throws {Error} with file and place, for a schema that cannot be read */
function schema() {
  try {
    return parse(readFileSync(path.join(__dirname, '../../schema.graphql'), 'utf8'));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [{ line, column } = { line: 1, column: 1 }] = error.locations ?? [];
    throw new Error(`schema.graphql:${line}:${column}: ${error.message}`, { cause: error });
  }
}

/** Every name of a field of `Message`, in the order of the schema. */
function fieldsOfMessage() {
  const message = schema().definitions.find(
    (each) => each.kind === 'ObjectTypeDefinition' && each.name.value === 'Message',
  );
  if (message?.kind !== 'ObjectTypeDefinition') throw new Error('schema.graphql has no type Message.');
  return (message.fields ?? []).map(({ name }) => name.value);
}

module.exports = () =>
  `mutation PublishFromBus($event: BusEvent!, $detail: BusMessage!) { publishFromBus(event: $event, detail: $detail) { ${fieldsOfMessage().join(' ')} } }`;
