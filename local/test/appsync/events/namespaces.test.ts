// What is refused when Event APIs and channel namespaces are created. Ids refer to docs/PROTOCOL.md.
import { AwsError } from '../../../src/foundation/errors';
import { aHandlerOf, aNamespace, anEventApi, publish, startEventApi, type StartedEventApi } from '../../support/events';

let started: StartedEventApi;

beforeAll(async () => {
  started = await startEventApi({ dataSources: [{ name: 'none', type: 'NONE' }] });
});

afterAll(() => started.stop());

/** What something is refused with. */
function codeOf(act: () => unknown): string {
  try {
    act();
    return 'It was not refused.';
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
}

const CODE = 'export function onPublish(ctx) { return ctx.events; }';

test.each([
  ['a name in use', aNamespace(), 'ConflictException'],
  ['a name that is none', aNamespace({ name: 'a_b' }), 'BadRequestException'],
  ['a name that is too long', aNamespace({ name: 'x'.repeat(51) }), 'BadRequestException'],
  ['code that is none', aNamespace({ name: 'a', code: 'export function (' }), 'BadRequestException'],
  ['code that is too long', aNamespace({ name: 'a', code: `//${'x'.repeat(32_767)}` }), 'BadRequestException'],
  ['a mode that the API has not', aNamespace({ name: 'a', publishModes: ['AWS_LAMBDA'] }), 'BadRequestException'],
  ['an unknown data source', aNamespace({ name: 'a', code: CODE, onPublish: aHandlerOf('x') }), 'NotFoundException'],
  ['a handler without code', aNamespace({ name: 'a', onPublish: aHandlerOf('none') }), 'BadRequestException'],
  [
    'a handler that the code has not',
    aNamespace({ name: 'a', code: CODE, onSubscribe: aHandlerOf('none') }),
    'BadRequestException',
  ],
  [
    'DIRECT without a function',
    aNamespace({ name: 'a', onPublish: aHandlerOf('none', { behavior: 'DIRECT' }) }),
    'BadRequestException',
  ],
])('EV-73 %s is refused', (_, definition, code) => {
  const create = () => started.appSync.createChannelNamespace(started.api.apiId, definition);

  expect(codeOf(create)).toBe(code);
});

test('EV-73 code is refused in the words of the compiler', () => {
  const code = 'export function onPublish(ctx) { throw 1; }';
  const create = () => started.appSync.createChannelNamespace(started.api.apiId, aNamespace({ name: 'a', code }));

  expect(create).toThrow(/^The code contains one or more errors\. /);
});

test('EV-74 a namespace that is updated answers by its new handlers', async () => {
  const { appSync, api } = started;
  appSync.createChannelNamespace(api.apiId, aNamespace({ name: 'changing' }));
  appSync.updateChannelNamespace(
    api.apiId,
    aNamespace({ name: 'changing', code: 'export const onPublish = () => null;' }),
  );

  expect((await publish(started, '/changing', [1])).body).toEqual({ successful: [], failed: [] });
});

test('EV-74 a namespace that is not there is neither updated nor deleted', () => {
  const { appSync, api } = started;

  expect([
    codeOf(() => appSync.updateChannelNamespace(api.apiId, aNamespace({ name: 'x' }))),
    codeOf(() => appSync.deleteChannelNamespace(api.apiId, 'x')),
  ]).toEqual(['NotFoundException', 'NotFoundException']);
});

test('EV-75 modes must be among those of the API', async () => {
  const create = started.appSync.createEventApi(anEventApi({ providers: ['API_KEY'], publishModes: ['AWS_IAM'] }));

  await expect(create).rejects.toMatchObject({ code: 'BadRequestException' });
});

test('EV-76 an API has 50 namespaces', async () => {
  const namespaces = Array.from({ length: 50 }, (_, index) => aNamespace({ name: `n${index}` }));
  const full = await startEventApi({ namespaces });
  const create = () => full.appSync.createChannelNamespace(full.api.apiId, aNamespace());

  expect(codeOf(create)).toBe('ServiceQuotaExceededException');
  await full.stop();
});
