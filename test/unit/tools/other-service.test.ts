// The folders of other services, as `npm start -- --with` takes them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageServices, serviceFoldersIn } from '../../../tools/engine/other-service';
import { ROOT } from '../../support/packages/templates';

it.each(['examples/second-screen', './examples/second-screen/', `${ROOT}/examples/second-screen`])(
  'finds %s',
  (given) => {
    expect(serviceFoldersIn(ROOT, [given])).toEqual(['examples/second-screen']);
  },
);

it('takes a folder once that is given twice', () => {
  expect(serviceFoldersIn(ROOT, ['examples/second-screen', './examples/second-screen'])).toHaveLength(1);
});

it('refuses two folders whose pages would have one address', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'services-'));
  for (const folder of ['one/shop', 'other/shop']) {
    mkdirSync(path.join(root, folder), { recursive: true });
    writeFileSync(path.join(root, folder, 'serverless.yml'), '');
  }

  expect(() => serviceFoldersIn(root, ['one/shop', 'other/shop'])).toThrow(
    'one/shop and other/shop would have their pages at one address: call one of the folders something else.',
  );
  rmSync(root, { recursive: true });
});

it.each(['.', '..', 'examples', 'examples/none', '/etc', ''])('refuses %j', (given) => {
  expect(() => serviceFoldersIn(ROOT, [given])).toThrow(
    `--with takes the folder of a service in this project, which has a serverless.yml, such as examples/second-screen, not "${given}".`,
  );
});

it('says which service is not there any more', async () => {
  const [{ stacks } = { stacks: new Map<string, unknown>() }] = packageServices({
    root: ROOT,
    folders: ['examples/gone'],
    stage: 'local',
    regions: ['us-west-2'],
  });

  await expect(stacks.get('us-west-2')).rejects.toThrow(
    'examples/gone, which --with names, has no serverless.yml any more: put it back, or start again without the service.',
  );
});
