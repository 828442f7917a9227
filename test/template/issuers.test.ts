// What stages.yml may say of issuers, API keys and the key of this machine.
import { problemOfVariable } from '../../tools/stages/issuer';
import { settingsOf } from '../../tools/stages/stages';
import { filesWith } from '../support/packages/stage-settings';

const PUBLIC = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'dev-1' };
const OWN = { issuer: 'https://own.example', keys: [PUBLIC] };

function problemOf(issuers: unknown, stage = 'prod'): string | undefined {
  const files = filesWith({});
  return settingsOf({ ...files, stages: { ...files.stages, [stage]: { issuers } } }, stage).problem;
}

it.each<[string, unknown]>([
  ['an empty list', []],
  ['keys of one’s own', [OWN]],
  ['a provider', [{ issuer: 'https://id.example/', jwksUri: 'https://id.example/jwks', audience: ['app'] }]],
  ['a user pool', [{ userPoolId: 'us-west-2_aBcDeFgHi', clientIds: ['client'] }]],
  ['another claim and a default', [{ ...OWN, permissionsClaim: 'p', default: { publish: [], subscribe: ['*'] } }]],
])('takes %s', (_, issuers) => {
  expect(problemOf(issuers)).toBeUndefined();
});

it.each<[string, unknown, RegExp]>([
  ['no list', {}, /^The issuers of stage "prod" in stages\.yml must be a list, \[\] for none, not {}\.$/],
  ['an unknown setting', [{ ...OWN, algorithm: 'HS256' }], /has no setting "algorithm"/],
  ['no keys', [{ issuer: 'x' }], /needs one of userPoolId, jwksUri and keys\.$/],
  ['two sources of keys', [{ ...OWN, jwksUri: 'https://x.example' }], /needs one of/],
  ['keys over plain HTTP', [{ issuer: 'x', jwksUri: 'http://x.example' }], /must begin with https:\/\//],
  [
    'a private key',
    [{ issuer: 'x', keys: [{ ...PUBLIC, d: 'hush' }] }],
    /must not be there: it is a part of a private or symmetric key/,
  ],
  [
    'a symmetric key',
    [{ issuer: 'x', keys: [{ kty: 'oct', k: 'hush' }] }],
    /must not be there: it is a part of a private or symmetric key/,
  ],
  [
    'a user pool for any client',
    [{ userPoolId: 'us-west-2_aBcDeFgHi' }],
    /^The clientIds of issuer .*; it is missing\.$/,
  ],
  ['a default that is not a list', [{ ...OWN, default: { publish: '*' } }], /^The default\.publish of issuer /],
  ['an issuer twice', [OWN, OWN], /must each be there once; .* is there twice\.$/],
  ['the key of any machine', [{ issuer: 'x', keys: 'local' }], /must not trust "keys: local"/],
  [
    'a key of stage local',
    [{ issuer: 'x', keys: [{ ...PUBLIC, kid: 'local-1' }] }],
    /must not trust a key of stage local/,
  ],
  ['more than a function has room for', [{ ...OWN, audience: ['x'.repeat(4096)] }], /take \d{4} bytes/],
])('refuses %s in one sentence that shows no key', (_, issuers, sentence) => {
  const problem = problemOf(issuers);

  expect(problem).toMatch(sentence);
  expect(problem).not.toContain('hush');
});

it('asks for the key of this machine when it is not there', () => {
  const variable = JSON.stringify([{ issuer: 'x', keys: 'local' }]);

  expect(problemOfVariable('local', variable)).toMatch(/run "npm run token" to make it\.$/);
});

it('counts the bytes of the key of this machine', () => {
  expect(problemOfVariable('local', 'x'.repeat(4096))).toMatch(/take 4103 bytes/);
});

it('takes "keys: local" before the key is there', () => {
  expect(problemOf([{ issuer: 'x', keys: 'local' }], 'local')).toBeUndefined();
});
