// When what is saved is deployed.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { watchProject } from '../../../tools/engine/watch';

let root: string;
let lines: string[];
let told: (line: string) => void;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'watch-')));
  lines = [];
});

afterEach(() => rmSync(root, { recursive: true }));

/** Watches with a deployment that ends in these ways, one after the other, and then in the last one. */
async function watched(ends: readonly (() => void)[], services: readonly string[] = []): Promise<() => Promise<void>> {
  const left = [...ends];
  return watchProject({
    root,
    services,
    deploy: async (tell) => {
      (left.length > 1 ? left.shift() : left[0])?.();
      tell('us-west-2');
      return Promise.resolve();
    },
    tell: (line) => {
      lines.push(line);
      told(line);
    },
  });
}

async function untilTold(words: RegExp): Promise<void> {
  return new Promise((resolve) => {
    told = (line) => {
      if (words.test(line)) resolve();
    };
  });
}

const fail = (code: string) => () => {
  throw new UserError(code, 'A sentence.');
};

it('deploys what is saved while the stage is changed from elsewhere, as soon as it is not', async () => {
  const deployed = untilTold(/deployed us-west-2/);
  const stop = await watched([fail('STAGE_BUSY'), fail('STAGE_BUSY'), () => undefined]);

  writeFileSync(path.join(root, 'schema.graphql'), '');
  await deployed;

  expect(lines).toEqual([
    'schema.graphql will be deployed when the stage is not being changed from elsewhere.',
    expect.stringMatching(/^schema\.graphql: deployed us-west-2 in [\d.]+ s\.$/),
  ]);
  await stop();
});

it('deploys a service without the one in its folder, and that one if it is given as well', async () => {
  for (const folder of ['shop', 'shop/site', 'shop/till']) {
    mkdirSync(path.join(root, folder));
    writeFileSync(path.join(root, folder, 'serverless.yml'), '');
  }
  const stop = await watched([() => undefined], ['shop', 'shop/till']);

  for (const file of ['shop/site/site.yml', 'shop/till/till.yml', 'shop/count.ts']) {
    const deployed = untilTold(/deployed/);
    writeFileSync(path.join(root, file), '');
    if (!file.includes('site')) await deployed;
  }

  expect(lines).toEqual([
    expect.stringMatching(/^shop.till.till\.yml: deployed/),
    expect.stringMatching(/^shop.count\.ts: deployed/),
  ]);
  await stop();
});
