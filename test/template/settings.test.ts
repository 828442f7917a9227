// What stages.yml may say, whoever reads it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { problemsOfOthers, readStages, settingsOf } from '../../tools/stages/stages';
import { CHANNEL_TEXTS } from '../cases/channels';
import { filesWith, problemOf } from '../support/packages/stage-settings';
import { OWN_STAGES, ROOT } from '../support/packages/templates';

const KNOWN =
  'regions, channels, payloads, introspection, queryDepthLimit, apiKeys, issuers, guests, closeSources, waf, xray, alarms, domain, routing, health, history, archive, events, corsOrigins';
const WAF = { enabled: true, rateLimit: 2000, serverRateLimit: 100_000 };
const OREGON = { place: 'Oregon', airport: 'HIO', latitude: 45.84, longitude: -119.7 };
const REGIONS_YML = JSON.stringify({ 'us-west-2': OREGON });

/** What is wrong with a stages.yml, or a regions.yml. */
function problemOfFiles(stages: string, regions = REGIONS_YML): string | undefined {
  const root = mkdtempSync(path.join(tmpdir(), 'stages-'));
  writeFileSync(path.join(root, 'stages.yml'), stages);
  writeFileSync(path.join(root, 'regions.yml'), regions);
  const { problem } = readStages(root);
  rmSync(root, { recursive: true });
  return problem;
}

it.each(OWN_STAGES)('takes our own stage %s', (stage) => {
  expect(settingsOf(readStages(ROOT), stage).problem).toBeUndefined();
});

it.each<[string, Record<string, unknown>]>([
  ['nothing of its own', {}],
  ['one region', { regions: ['eu-central-1'] }],
  ['channels and patterns', { channels: ['news', 'chat/*', 'a/b', '*'] }],
  ['the least depth', { queryDepthLimit: 1 }],
  ['the greatest depth', { queryDepthLimit: 75 }],
  ['the lowest and the highest rate', { waf: { ...WAF, rateLimit: 10, serverRateLimit: 2_000_000_000 } }],
])('takes %s', (_, settings) => {
  expect(problemOf(settings)).toBeUndefined();
});

it.each<[string, Record<string, unknown>, string]>([
  [
    'an unknown setting',
    { rooting: 'latency' },
    `In stages.yml, stage "prod" has no setting "rooting"; there are ${KNOWN}.`,
  ],
  [
    'an unknown member of the domain',
    { domain: { name: 'a.example.com', zone: 'Z1' } },
    'The domain of stage "prod" in stages.yml has no setting "zone"; there are name, hostedZoneId.',
  ],
  [
    'an unknown member of waf',
    { waf: { ...WAF, limit: 1 } },
    'The waf of stage "prod" in stages.yml has no setting "limit"; there are enabled, rateLimit, serverRateLimit.',
  ],
  [
    'an unknown member of health',
    { health: { missedHeartbeats: 3, failedPings: 3, ttl: 60, path: '/ping' } },
    'The health of stage "prod" in stages.yml has no setting "path"; there are missedHeartbeats, failedPings, ttl.',
  ],
  [
    'an unknown member of an issuer',
    { issuers: [{ issuer: 'https://a.example', jwksUri: 'https://a.example', jwks: 'https://a.example' }] },
    'Issuer "https://a.example" of stage "prod" in stages.yml has no setting "jwks"; there are issuer, audience, jwksUri, permissionsClaim, default.',
  ],
  [
    'a setting without a value',
    { regions: null },
    'The regions of stage "prod" in stages.yml is empty; give it a value, or leave the line out.',
  ],
  [
    'a variable of the framework',
    { corsOrigins: ['${env:SITE}'] },
    'In stages.yml, stage "prod" has the variable ${env:SITE}; write its value, as the framework is not the only reader of the file.',
  ],
  [
    'a region that is nowhere',
    { regions: ['mars-west-1'] },
    'The regions of stage "prod" in stages.yml must be a list of regions that regions.yml has, each once, not "mars-west-1".',
  ],
  [
    'a region that is mistyped',
    { regions: ['us-west-2', 'ap-southest-2'] },
    'The regions of stage "prod" in stages.yml must be a list of regions that regions.yml has, each once, not "ap-southest-2"; did you mean ap-southeast-2?',
  ],
])('refuses %s', (_, settings, sentence) => {
  expect(problemOf(settings)).toBe(sentence);
});

it.each(CHANNEL_TEXTS)('says of %j in the list whether it is a %s of plain characters', (text, kind) => {
  const isTaken = kind !== 'neither' && /^[\w.:/*-]+$/.test(text);

  expect(problemOf({ channels: [text] }) === undefined).toBe(isTaken);
});

it.each(CHANNEL_TEXTS)('says of %j in what tokens permit whether it is a %s', (text, kind) => {
  const issuer = { issuer: 'a', jwksUri: 'https://a.example', default: { publish: [text] } };

  expect(problemOf({ issuers: [issuer] }) === undefined).toBe(kind !== 'neither');
});

const WRONG_KINDS = {
  regions: ['us-west-2', [], ['us-west-2', 'us-west-2'], [1], [['us-west-2']], ['*'], { 'us-west-2': true }, 1, false],
  channels: ['news', [], ['news', 'news'], [1], ['a,b'], ['a/*/b'], {}, true],
  payloads: ['{}', [], 1, true],
  introspection: ['true', 1, 0, [], {}],
  queryDepthLimit: ['75', 0, 76, 1.5, -1, true, [75], {}],
  apiKeys: ['false', 1, [], {}],
  issuers: ['https://a.example', {}, 1, true],
  guests: [[], 'chat', true, { publish: 'chat' }, { subscribe: ['chat**'] }],
  closeSources: ['chat', [1], ['aws.s3'], [''], {}, true],
  xray: ['true', 0, [], {}],
  alarms: [true, 'alerts', [], { topic: 'arn:aws:sns:us-west-2:123456789012:alerts' }, { topic: [] }],
  waf: [true, 'true', [], {}, { enabled: false }, { ...WAF, enabled: 'true' }, { ...WAF, rateLimit: 9 }],
  domain: ['example.com', true, [], { name: ['a.example.com'], hostedZoneId: 'Z1' }],
  routing: ['geo', true, 1, ['latency'], {}],
  health: [60, '60', [], {}, { ttl: 60 }, { missedHeartbeats: 3, failedPings: 3, ttl: '60' }],
  history: [
    ...[24, '24', [], {}, { hours: 24 }, { hours: '24', pointInTimeRecovery: false }, { hours: -1 }, true],
    ...['news', true, {}, [1], ['a/*/b'], ['**']].map((except) => ({ hours: 24, pointInTimeRecovery: false, except })),
  ],
  archive: [7, '7', [], {}, { days: -1 }, { days: 1.5 }, { days: 3651 }, { days: '7' }, true],
  events: ['true', 1, 0, [], {}],
  corsOrigins: ['*', [], {}, [['https://a.example']], [true], ['*', '*']],
};

it.each(Object.entries(WRONG_KINDS).flatMap(([name, values]) => values.map((value) => [name, value] as const)))(
  'refuses as %s, in a sentence that names it: %j',
  (name, value) => {
    expect(problemOf({ [name]: value })).toMatch(
      new RegExp(`^The ${name}[.\\w]* of stage "prod" in stages\\.yml must .*\\.$`),
    );
  },
);

it.each([{}, { publish: [] }, { subscribe: ['news', 'chat/a', 'chat/*'] }, { publish: ['chat/a/*'], subscribe: [] }])(
  'takes guests: %j',
  (guests) => {
    expect(problemOf({ channels: ['news', 'chat/*'], guests })).toBeUndefined();
  },
);

it.each<[object, string]>([
  [
    { guests: { publish: ['news'] }, waf: { ...WAF, enabled: false } },
    'need the web ACL, which limits what one address may ask for; set waf.enabled to true',
  ],
  [{ guests: { subscribe: ['news/*'] } }, 'may use "news/*", which the channels of the stage do not cover'],
  [{ guests: { publish: ['*'] } }, 'may use "*", which the channels of the stage do not cover'],
])('refuses %j', (settings, sentence) => {
  expect(problemOf({ channels: ['news', 'chat/*'], ...settings })).toBe(
    `The guests of stage "prod" in stages.yml ${sentence}.`,
  );
});

it.each([[[]], [['news']], [['chat/*']], [['chat/a', 'chat/b/*']]])(
  'takes exceptions from the history: %j',
  (except) => {
    const history = { hours: 24, pointInTimeRecovery: false, except };

    expect(problemOf({ channels: ['news', 'chat/*'], history })).toBeUndefined();
  },
);

it.each<[string[], string]>([
  [['chat/1', 'news/*'], 'must not have "news/*", which the channels of the stage do not cover'],
  [['*'], 'must not have "*", which the channels of the stage do not cover'],
  [
    ['news', 'chat/*', 'news'],
    'must be a list of channels and patterns such as "chat" or "chat/*", each once, [] for none; "news" is there twice',
  ],
  [
    Array.from({ length: 500 }, (_, index) => `chat/${index}`),
    'must take 4000 characters at most, as a resolver has room for no more; use patterns such as "chat/*"',
  ],
])('refuses exceptions from the history: %j', (except, sentence) => {
  const history = { hours: 24, pointInTimeRecovery: false, except };

  expect(problemOf({ channels: ['news', 'chat/*'], history })).toBe(
    `The history.except of stage "prod" in stages.yml ${sentence}.`,
  );
});

const CHANNELS_MUST =
  'be a list of names such as "news", "news/*" or "*", each once, of up to five parts between slashes, each of up to 50 of A-Z, a-z, 0-9, "_", ".", ":" and "-"';
const REGIONS_MUST = 'be a list of regions that regions.yml has, each once';
const ORIGINS_MUST = `be a list of origins such as "https://www.example.com", each once, or just ['*'] for all`;

it.each<[string, unknown, string]>([
  ['channels', ['news', 'café'], `${CHANNELS_MUST}, not "café"`],
  ['channels', ['news', 'tech', 'news'], `${CHANNELS_MUST}; "news" is there twice`],
  ['channels', [], `${CHANNELS_MUST}, not []`],
  ['channels', 'news', `${CHANNELS_MUST}, not "news"`],
  ['regions', ['us-west-2', 'mars-1'], `${REGIONS_MUST}, not "mars-1"`],
  ['regions', ['us-west-2', 'us-west-2'], `${REGIONS_MUST}; "us-west-2" is there twice`],
  ['corsOrigins', ['https://a.example', 'https://b.example/'], `${ORIGINS_MUST}, not "https://b.example/"`],
  ['corsOrigins', ['*', 'https://a.example'], `${ORIGINS_MUST}, not "*"`],
  ['introspection', 'yes', 'be true or false, not "yes"'],
  ['queryDepthLimit', 76, 'be a whole number from 1 to 75, not 76'],
  ['apiKeys', 1, 'be true or false, not 1'],
  ['routing', 'geo', 'be latency or failover, not "geo"'],
  ['routing', 'failovr', 'be latency or failover, not "failovr"; did you mean failover?'],
])('says of %s what is wrong with %j', (name, value, sentence) => {
  expect(problemOf({ [name]: value })).toBe(
    `The ${name} of stage "prod" in stages.yml must ${sentence}${sentence.endsWith('?') ? '' : '.'}`,
  );
});

/** A schema inside so many others. */
function inside(count: number): object {
  return Array.from({ length: count }).reduce<object>((schema) => ({ properties: { a: schema } }), {});
}

it.each<[string, unknown, string]>([
  ['a keyword that there is not', { pattern: '^a' }, 'must not have "pattern" at data; there are type, properties, '],
  [
    'a keyword of a wrong kind',
    { properties: { price: { minimum: '0' } } },
    'must have a number for "minimum" at data.price',
  ],
  ['a type that there is not', { type: 'float' }, 'must have one of null, boolean, '],
  ['a schema that is none', { items: { items: true } }, 'must have a schema for "items" at data[]'],
  ['the name of what every object has', { constructor: 1 }, 'must not have "constructor" at data; there are type, '],
  ['a list in a list of types', { type: ['string', ['null']] }, 'must have one of null, boolean, '],
  ['a number that JSON does not have', { minimum: Infinity }, 'must have a number for "minimum" at data'],
  ['a value that JSON does not have', { const: NaN }, 'must have a JSON value without maps for "const" at data'],
  ['a map, which is equal in any order', { enum: [1, [{ a: 1 }]] }, 'must have a list of JSON values without maps '],
  [
    'schemas inside one another without end',
    inside(101),
    'must have 1000 schemas at most, and 100 inside one another; say less',
  ],
  ['a member that is no schema', { properties: { price: 'number' } }, 'must be a map of keywords at data.price'],
  [
    'more items than can be looked at',
    { items: { items: { type: 'number' }, maxItems: 2 } },
    'must have "maxItems" at data[], so that there are 1000 items to look at, and no more',
  ],
  [
    'more than a resolver has room for',
    { enum: Array.from({ length: 2000 }, (_, index) => `value ${index}`) },
    'must take 16000 characters at most as rules, not ',
  ],
])('refuses, for the data of messages, %s', (_, schema, sentence) => {
  expect(problemOf({ payloads: { 'prices/*': schema } })).toContain(
    `The payloads.prices/* of stage "prod" in stages.yml ${sentence}`,
  );
});

it('refuses, for an Event API, rules that do not fit into its code beside the channels', () => {
  const properties = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`p${index}`, { type: 'string' }]));
  const channels = Array.from({ length: 100 }, (_, index) => `news/${index}/${'x'.repeat(50)}`);

  const problems = ['tech', 'news/*'].map((of) =>
    problemOf({ channels: [...channels, 'tech'], payloads: { [of]: { properties } }, events: true }),
  );

  expect(problems).toEqual([
    undefined,
    expect.stringMatching(
      /^The events of stage "prod" in stages.yml needs channels with the same first part that take, together with the rules that payloads makes for them, 16384 characters at most; those of "news" take \d+, so say less of their data\.$/,
    ),
  ]);
});

it('says of a schema that is wrong what is wrong with it, also beside an Event API', () => {
  expect(problemOf({ payloads: { news: { type: 'float' } }, events: true })).toContain('The payloads.news of stage ');
});

it.each(['prices*', 'a/b/c/d/e/f', ''])('refuses data for %j, which is neither a channel nor a pattern', (channels) => {
  expect(problemOf({ payloads: { [channels]: {} } })).toMatch(
    /^The payloads\.?.* of stage "prod" in stages\.yml must be a map/,
  );
});

it('takes a schema with notes, lists in lists, and everything that a schema may say', () => {
  const item = { type: ['integer', 'null'], minimum: 0, maximum: 9, exclusiveMinimum: -1, exclusiveMaximum: 10 };
  const properties = {
    name: { type: 'string', minLength: 1, maxLength: 9, description: 'A name.' },
    grid: { type: 'array', maxItems: 10, minItems: 1, items: { type: 'array', maxItems: 100, items: item } },
    kind: { enum: ['a', 1, null] },
    version: { const: 2 },
  };
  const schema = { title: 'A thing', type: 'object', required: ['name'], additionalProperties: false, properties };

  expect(problemOf({ payloads: { things: schema, '*': {} } })).toBeUndefined();
});

it('refuses more channels than there is room for', () => {
  const part = 'x'.repeat(50);
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => [`${index}`, part, part, part, part].join('/'));

  expect(problemOf({ channels: many(2 * 47) })).toBeUndefined();
  expect(problemOf({ channels: many(2 * 47 + 1) })).toBe(
    'The channels of stage "prod" in stages.yml are more than AppSync takes, which is 47 times 512 characters; use patterns such as "news/*".',
  );
});

it.each<[string, string[], string]>([
  [
    'a first part that is no channel namespace',
    ['news', 'my_news/*'],
    'needs channels whose first part has letters, digits and dashes only, and no dash at either end; "my_news/*" has another one',
  ],
  [
    'every channel',
    ['*'],
    'needs channels whose first part has letters, digits and dashes only, and no dash at either end; "*" has another one',
  ],
  [
    'more first parts than there are namespaces',
    Array.from({ length: 51 }, (_, index) => `c${index}/*`),
    'needs channels with 50 first parts at most, since each is a channel namespace; there are 51',
  ],
  [
    'more channels of one first part than fit into its code',
    Array.from(
      { length: 90 },
      (_, index) => `news/${index}/${Array.from({ length: 3 }, () => 'x'.repeat(50)).join('/')}`,
    ).concat(
      Array.from(
        { length: 20 },
        (_, index) => `news/y${index}/${Array.from({ length: 3 }, () => 'x'.repeat(50)).join('/')}`,
      ),
    ),
    'needs channels of which those with the same first part take 16384 characters at most; those of "news" take 17709, so use patterns such as "news/*"',
  ],
])('refuses, for an Event API, %s', (_, channels, sentence) => {
  expect(problemOf({ channels, events: true })).toBe(`The events of stage "prod" in stages.yml ${sentence}.`);
});

it('takes, for an Event API, channels whose other parts have any characters', () => {
  const parts = Array.from({ length: 49 }, (_, index) => `c-${index}/*`);

  expect(problemOf({ channels: [...parts, 'news/my_sport'], events: true })).toBeUndefined();
});

it.each([5, 'https://a.example', []])('refuses as an issuer: %j', (issuer) => {
  expect(problemOf({ issuers: [issuer] })).toMatch(/^Issuer 1 of stage "prod" in stages\.yml must be a map, such as /);
});

it.each<[string, Record<string, unknown>, RegExp]>([
  [
    'a key set over a list of addresses',
    { issuer: 'a', jwksUri: ['https://a.example'] },
    /^The jwksUri of issuer .* must begin with https/,
  ],
  [
    'a list of user pools',
    { userPoolId: ['us-west-2_aBcDeFgHi'], clientIds: ['a'] },
    /^The userPoolId of issuer .* must be the id of a user pool/,
  ],
  [
    'a default that is a list',
    { issuer: 'a', jwksUri: 'https://a.example', default: [] },
    /^The default of issuer .* must be lists of channel patterns/,
  ],
])('refuses of an issuer %s', (_, members, sentence) => {
  expect(problemOf({ issuers: [members] })).toMatch(sentence);
});

it('refuses an unknown setting of the default', () => {
  expect(problemOf({}, { rooting: 'latency' })).toBe(
    `In stages.yml, default has no setting "rooting"; there are ${KNOWN}.`,
  );
});

it('refuses an unknown member of a default that the stage does not use', () => {
  expect(problemOf({ health: { missedHeartbeats: 3, failedPings: 3, ttl: 60 } }, { health: { tll: 60 } })).toBe(
    'The health of default in stages.yml has no setting "tll"; there are missedHeartbeats, failedPings, ttl.',
  );
});

it.each([
  ['waf', { ...WAF, rateLimit: 9 }, 'waf.rateLimit', 'be a whole number from 10 to 2000000000, not 9'],
  ['waf', { ...WAF, enabled: 'yes' }, 'waf.enabled', 'be true or false, not "yes"'],
  [
    'health',
    { missedHeartbeats: 3, failedPings: 3, ttl: 300 },
    'health.ttl',
    'be a whole number from 2 to 60, not 300',
  ],
  ['health', { failedPings: 3, ttl: 60 }, 'health.missedHeartbeats', 'be a whole number from 2 to 1440; it is missing'],
])('names the member of %s that is wrong in %j', (setting, value, name, sentence) => {
  expect(problemOf({ [setting]: value })).toBe(`The ${name} of stage "prod" in stages.yml must ${sentence}.`);
});

it('says which setting neither the stage nor a default has', () => {
  const { places } = readStages(ROOT);

  const { problem } = settingsOf({ stages: { prod: {} }, places, problem: undefined }, 'prod');

  expect(problem).toBe(
    'The regions of stage "prod" in stages.yml must be a list of regions that regions.yml has, each once; it is missing.',
  );
});

describe('with another stage that is wrong', () => {
  const { stages, ...rest } = filesWith({});
  const files = { ...rest, stages: { ...stages, dev: { rooting: 1 } } };

  it('takes the stage', () => {
    expect(settingsOf(files, 'prod').problem).toBeUndefined();
  });

  it('knows what is wrong with the other', () => {
    expect(problemsOfOthers(files, 'prod')).toEqual([expect.stringContaining('stage "dev" has no setting "rooting"')]);
  });
});

it.each(['default', 'constructor', '__proto__', 'moon'])('knows no stage of the name %s', (stage) => {
  expect(settingsOf(readStages(ROOT), stage).problem).toBe(
    `Stage "${stage}" is not in stages.yml; use one of local, dev, prod, or add it there.`,
  );
});

it('refuses a stage whose name AWS would not take', () => {
  const { stages, places } = readStages(ROOT);

  const { problem } = settingsOf({ stages: { ...stages, my_stage: {} }, places, problem: undefined }, 'my_stage');

  expect(problem).toBe('Stage "my_stage" in stages.yml needs another name, of letters, digits and hyphens only.');
});

it.each([
  ['nothing', '', 'stages.yml must be a map of names to what belongs to them.'],
  ['a list', '- dev', 'stages.yml must be a map of names to what belongs to them.'],
  [
    'tabs',
    'dev:\n\trouting: latency',
    /^stages\.yml cannot be read; correct it: Tabs are not allowed .* line 2, .*\.$/,
  ],
  [
    'a stage twice',
    'dev: {}\ndev: {}',
    /^stages\.yml cannot be read; correct it: Map keys must be unique at line 2, .*\.$/,
  ],
  ['a bracket that stays open', 'dev: {', /^stages\.yml cannot be read; correct it: .*\.$/],
  [
    'a tag of CloudFormation',
    'dev: { routing: !Ref x }',
    /^stages\.yml cannot be read; correct it: Unresolved tag.*\.$/,
  ],
  ['itself', 'dev: &dev { routing: *dev }', /^stages\.yml cannot be read; correct it: .*\.$/],
  ['a number for a stage', 'dev: 5', 'stages.yml must have a map of settings for "dev", or nothing.'],
])('refuses, in one line, a stages.yml of %s', (_, text, sentence) => {
  const problem = problemOfFiles(text);

  expect(problem).toMatch(sentence);
  expect(problem).not.toContain('\n');
});

it('refuses a regions.yml that cannot be read', () => {
  expect(problemOfFiles('dev: {}', 'a: [')).toMatch(/^regions\.yml cannot be read; correct it: .*\.$/);
});

it.each([
  ['airport', { ...OREGON, airport: undefined }, 'must be three capital letters, such as IAD; it is missing'],
  ['latitude', { ...OREGON, latitude: 145 }, 'must be a number of degrees from -90 to 90, not 145'],
  ['longitude', { ...OREGON, longitude: '-119.7' }, 'must be a number of degrees from -180 to 180, not "-119.7"'],
])('refuses a region with a wrong %s', (member, place, sentence) => {
  expect(problemOfFiles('dev: {}', JSON.stringify({ 'us-west-2': place }))).toBe(
    `The ${member} of region us-west-2 in regions.yml ${sentence}.`,
  );
});

it('refuses a region that AWS could not have', () => {
  expect(problemOfFiles('dev: {}', JSON.stringify({ mars: OREGON }))).toBe(
    'In regions.yml, region mars must have the name of an AWS region, such as us-west-2.',
  );
});

it('refuses a folder without a stages.yml', () => {
  expect(settingsOf(readStages(path.join(ROOT, 'resources')), 'prod').problem).toBe(
    'stages.yml is not there; bring it back.',
  );
});

it('takes a stage with nothing under its name', () => {
  expect(problemOfFiles('dev:\nprod: {}')).toBeUndefined();
});
