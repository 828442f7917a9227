// The JSON Schemas that editors complete and check stages.yml and regions.yml by.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { ROOT } from '../support/packages/templates';

function contentOf(file: string): unknown {
  return parse(readFileSync(path.join(ROOT, file), 'utf8'));
}

const ajv = new Ajv();
const isStages = ajv.compile(contentOf('tools/stages/stages.schema.json') as object);
const isRegions = ajv.compile(contentOf('tools/stages/regions.schema.json') as object);

it.each(['stages.yml', 'test/cases/stages.yml', 'bench/stages.yml'])('takes every stage of %s', (file) => {
  expect(isStages(contentOf(file))).toBe(true);
});

it('takes every region of regions.yml', () => {
  expect(isRegions(contentOf('regions.yml'))).toBe(true);
});

it.each([
  ['stages.yml', 'tools/stages/stages.schema.json'],
  ['test/cases/stages.yml', '../../tools/stages/stages.schema.json'],
  ['regions.yml', 'tools/stages/regions.schema.json'],
])('is named in the first line of %s', (file, schema) => {
  const [first] = readFileSync(path.join(ROOT, file), 'utf8').split('\n');

  expect(first).toBe(`# yaml-language-server: $schema=${schema}`);
});

it.each<[string, object]>([
  ['a setting that there is not', { rooting: 'latency' }],
  ['a member that there is not', { health: { missedHeartbeats: 3, failedPings: 3, ttl: 60, path: '/ping' } }],
  ['a region that is nowhere', { regions: ['us-west-9'] }],
  ['a region twice', { regions: ['us-west-2', 'us-west-2'] }],
  ['a bare text for a list', { regions: 'us-west-2' }],
  ['an empty list', { channels: [] }],
  ['a channel with a comma', { channels: ['a,b'] }],
  ['a number out of range', { queryDepthLimit: 76 }],
  ['text for yes or no', { apiKeys: 'true' }],
  ['a domain without a zone', { domain: { name: 'pubsub.example.com' } }],
  ['an unknown routing', { routing: 'geo' }],
  ['all web sites and one more', { corsOrigins: ['*', 'https://www.example.com'] }],
  ['an issuer without keys', { issuers: [{ issuer: 'https://id.example' }] }],
  ['an issuer with two sources of keys', { issuers: [{ issuer: 'x', jwksUri: 'https://x.example', keys: 'local' }] }],
  ['a private key', { issuers: [{ issuer: 'x', keys: [{ kty: 'EC', d: 'hush' }] }] }],
])('refuses %s', (_, settings) => {
  expect(isStages({ prod: settings })).toBe(false);
});

it('refuses a region without an airport', () => {
  expect(isRegions({ 'us-west-2': { place: 'Oregon', latitude: 45.84, longitude: -119.7 } })).toBe(false);
});
