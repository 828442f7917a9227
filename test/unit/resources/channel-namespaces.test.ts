// The code of the Event API's channel namespaces, with what owners write into it.
import { Script } from 'node:vm';
import { transformSync } from 'esbuild';
import type { JsonValue } from 'local-aws';
import channelNamespaces from '../../../resources/events/channel-namespaces';

/** What stands in the code, or once stood for the broadcaster in it, and might be taken for something else. */
const TEXTS = ['arn:broadcaster/', 'const BROADCASTER = "', 'BROADCASTER', '";\n', '${AWS::Region}', "\\'`"];
const VALUES: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': '123456789012',
  BroadcasterRole: 'planet-broadcaster',
};
const BROADCASTER = 'arn:aws:sts::123456789012:assumed-role/planet-broadcaster/appsync';

/** The handlers of the channels below `news`, as CloudFormation joins them. */
async function codeWith(payloads: Readonly<Record<string, object>>): Promise<string> {
  const settings: Readonly<Record<string, unknown>> = {
    'self:custom.channels': ['news/*'],
    'self:provider.region': 'us-west-2',
    'self:custom.payloads': payloads,
  };
  const { Resources } = await channelNamespaces({ resolveVariable: async (name) => Promise.resolve(settings[name]) });
  const { Properties } = Resources['ChannelNamespacenews'] as {
    readonly Properties: { readonly CodeHandlers: { readonly 'Fn::Join': readonly [string, readonly JsonValue[]] } };
  };
  const [, parts] = Properties.CodeHandlers['Fn::Join'];
  return parts.map((part) => (typeof part === 'string' ? part : VALUES[(part as { Ref: string }).Ref])).join('');
}

/** @returns what these events end with before the bus is asked */
function endOf(code: string, userArn: string, events: readonly object[]): unknown {
  const ends: unknown[] = [];
  const runtime = { earlyReturn: (end: unknown) => ends.push(end) };
  const util = {
    autoUlid: () => '01J9Z3NDEKTSV4RRFFQ69G5FAV',
    matches: (pattern: string, text: string) => new RegExp(pattern).test(text),
    time: { nowEpochMilliSeconds: () => 0, nowISO8601: () => '' },
  };
  const module: { exports: { onPublish?: { request(context: object): unknown } } } = { exports: {} };
  const { code: script } = transformSync(code, { format: 'cjs' });
  type Run = (module: object, require: () => object) => void;
  const run = new Script(`(module, require) => {${script}}`).runInThisContext() as Run;
  run(module, () => ({ util, runtime }));
  module.exports.onPublish?.request({
    events,
    identity: { userArn },
    info: { channel: { path: '/news/a' } },
    stash: {},
  });
  return ends[0];
}

it.each(TEXTS)('keeps the text %j of an owner whole', async (text) => {
  const code = await codeWith({ 'news/*': { enum: [text] } });
  const [refused] = endOf(code, 'arn:aws:iam::123456789012:user/ana', [{ id: 'e1', payload: 'hi' }]) as [
    { readonly error: string },
  ];

  expect(refused.error).toContain(JSON.stringify(text));
});

it.each([
  ['lets', BROADCASTER, [{ id: 'e1', payload: 'hi' }]],
  ['does not let', BROADCASTER.replace('/planet', '/another'), [{ id: 'e1', error: expect.any(String) as string }]],
])('%s %s broadcast', async (_, userArn, end) => {
  const code = await codeWith({ 'news/*': { type: 'number' } });

  expect(endOf(code, userArn, [{ id: 'e1', payload: 'hi' }])).toEqual(end);
});
