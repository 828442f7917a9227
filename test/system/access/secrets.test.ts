// Nothing secret is in a template, in what the engine prints, in an error, or in the repository.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { BareClient } from '../../support/clients/bare-client';
import { trustAuthority } from '../../support/browser/browser-globals';
import { usersWithPolicies } from '../../support/credentials';
import { endAll } from '../../support/endings';
import { post, request, signedRequest } from '../../support/clients/http-client';
import { PUBLISH, SUBSCRIBE } from '../../../local/test/support/messages';
import { type Api, startTestPlanet, testFrontDoor, type TestPlanet } from '../../support/planet';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { allTemplates, ROOT, templateOf } from '../../support/packages/templates';
import { FORGERIES, tokenOf } from '../../support/tokens';

/** What a secret looks like. AWS's own examples end in EXAMPLE, and a key without a digit was not made by chance. */
const SECRETS: Readonly<Record<string, RegExp>> = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'a private JWK': /"d"\s*:\s*"[\w-]{40,}"/,
  'a token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*/,
  'an API key': /\bda2-(?=[a-z]*\d)[a-z0-9]{26}\b/,
  'an access key': /\b(?:AKIA|ASIA)(?![A-Z0-9]*EXAMPLE)[A-Z0-9]{16}\b/,
};
/** Bytes: what is larger is data of other people's, and no place for a secret of ours. */
const MAX_FILE_SIZE = 4_000_000;

function secretsIn(text: string): string[] {
  return Object.entries(SECRETS).flatMap(([name, pattern]) => (pattern.test(text) ? [name] : []));
}

describe('the patterns', () => {
  it('know secrets when they see them', () => {
    const signer = aSigner();
    const [user] = usersWithPolicies();

    const found = [
      signer.key.export({ format: 'pem', type: 'pkcs8' }).toString(),
      JSON.stringify(signer.key.export({ format: 'jwk' })),
      tokenOf(signer, {}),
      `da2-${'a1'.repeat(13)}`,
      user?.accessKeyId ?? '',
    ].flatMap(secretsIn);

    expect(found).toEqual(Object.keys(SECRETS));
  });
});

describe('in a template', () => {
  it.each(allTemplates())('of $stage in $region is not to be found', ({ stage, region }) => {
    expect(secretsIn(JSON.stringify(templateOf(stage, region)))).toEqual([]);
  });
});

describe('in the repository', () => {
  it('are not to be found', () => {
    const found = filesOfProject().flatMap((file) =>
      secretsIn(readFileSync(file, 'utf8')).map((name) => `${path.relative(ROOT, file)}: ${name}`),
    );

    expect(found).toEqual([]);
  });
});

describe('in what the engine prints and answers', () => {
  const signer = aSigner();
  const users = usersWithPolicies();
  const everything = { publish: ['*'], subscribe: ['*'] };
  /** Whatever was shown to the engine, or was made by it. */
  let shown: string[];
  let answers: string[];
  let planet: TestPlanet;
  let api: Api;

  beforeAll(async () => {
    planet = await startTestPlanet('local', { users, templates: templatesTrusting(signer, 'local') });
    api = planet.api();
    const good = [tokenOf(signer, everything), tokenOf(signer, {})];
    const forged = [...FORGERIES.values()].map((forge) => forge(signer, everything));
    shown = [
      ...[...good, ...forged, 'no token at all, and yet a password'],
      ...planet.apis.map(({ apiKey }) => apiKey),
      ...[planet.aws, ...users].map(({ secretAccessKey }) => secretAccessKey),
    ];
    const tokens = shown.slice(0, -planet.apis.length - users.length - 1);
    answers = [
      ...(await Promise.all(tokens.flatMap((token) => [overHttp(token), overWebSocket(token)]))),
      ...(await Promise.all([...users, planet.aws].map(async (user) => text(signedRequest(api, user, 'query { x }'))))),
      await text(request(api, PUBLISH, { name: 'nowhere', message: 'x' })),
      await text(request(api, 'query { nonsense }')),
      await text(post(api, '{', { 'x-api-key': api.apiKey })),
    ];
  });

  afterAll(endAll);

  it('no credential is in a line', () => {
    expect(planet.lines.filter((line) => shown.some((secret) => line.includes(secret)))).toEqual([]);
    expect(planet.lines.flatMap(secretsIn)).toEqual([]);
  });

  it('why a token was refused is', () => {
    expect(planet.lines).toContainEqual(expect.stringContaining('A token was refused: '));
  });

  it('no credential is in an answer', () => {
    expect(answers.filter((answer) => shown.some((secret) => answer.includes(secret)))).toEqual([]);
    expect(answers.flatMap(secretsIn)).toEqual([]);
  });

  async function overHttp(authorization: string): Promise<string> {
    return text(request(api, PUBLISH, { name: 'nowhere', message: 'x' }, { authorization }));
  }

  async function overWebSocket(Authorization: string): Promise<string> {
    const client = await BareClient.connect(api);
    const id = client.start(SUBSCRIBE, { name: 'nowhere' }, { host: new URL(api.graphqlUrl).host, Authorization });
    const frame = await client.frames.find((candidate) => candidate.id === id);
    client.close();
    return JSON.stringify(frame);
  }
});

async function text(answer: Promise<object>): Promise<string> {
  return JSON.stringify(await answer);
}

/** What git keeps or would keep: everything but the folders that .gitignore names. */
function filesOfProject(folder = ROOT): string[] {
  const ignored = new Set(['.git', ...readFileSync(path.join(ROOT, '.gitignore'), 'utf8').split(/\/?\n/)]);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (ignored.has(entry.name)) return [];
    if (entry.isDirectory()) return filesOfProject(file);
    return entry.isFile() && statSync(file).size <= MAX_FILE_SIZE ? [file] : [];
  });
}

describe('what every user of the machine can read', () => {
  it('has neither a token nor the control key, which the file of an invitation has', async () => {
    const signer = aSigner();
    const frontDoor = testFrontDoor('local');
    const token = tokenOf(signer, {});
    const planet = await startTestPlanet('local', {
      templates: templatesTrusting(signer, 'local'),
      frontDoor: frontDoor && { ...frontDoor, token },
    });
    trustAuthority(planet.certificateAuthority);
    const [link = ''] = planet.frontDoor?.links.values() ?? [];
    const { origin, hash } = new URL(link);
    const read = async (path: string) => (await fetch(new URL(path, origin))).text();

    const settings = await read('/config.json');
    const guessed = await read('/assets/local-guess.json');
    const invited = await read(`/assets/local-${hash.replace('#invitation=', '')}.json`);
    await planet.stop();

    const secrets = [token, planet.frontDoor?.controlKey];
    for (const secret of secrets) {
      expect(settings).not.toContain(secret);
      expect(guessed).not.toContain(secret);
      expect(invited).toContain(secret);
    }
  });
});
