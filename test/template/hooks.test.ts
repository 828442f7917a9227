// Which code has which hooks.
import HookCheck from '../../tools/packaging/hook-check';
import { resolversOf, resourcesOf, templateOf, theResource } from '../support/packages/templates';

const REGION = 'us-west-2';
/** What the code of each file begins with. */
const FILE = /^\/\/ (channels\/\S+)$/gm;

/** The files of channels/ in the code of each resolver and each channel namespace; nothing for those without. */
function hooksIn(stage: string): Readonly<Record<string, readonly string[]>> {
  const template = templateOf(stage, REGION);
  const resolvers = [...resolversOf(template)].map(([coordinate, { Code }]) => [coordinate, Code] as const);
  const namespaces = resourcesOf(template, 'AWS::AppSync::ChannelNamespace').map(
    ([
      ,
      {
        Properties: { Name, CodeHandlers },
      },
    ]) => [Name as string, JSON.stringify(CodeHandlers).replaceAll('\\n', '\n')] as const,
  );
  const files = [...resolvers, ...namespaces].map(([name, code]) => [name, matchesIn(code)] as const);
  return Object.fromEntries<readonly string[]>(files.filter(([, found]) => found.length > 0));
}

function matchesIn(code: string): readonly string[] {
  return [...new Set([...code.matchAll(FILE)].map(([, file = '']) => file))].filter((file) => !file.includes('/lib/'));
}

it('has each hook where it is asked, and only there', () => {
  const chat = 'channels/examples/chat.ts';
  const rooms = 'channels/examples/rooms.ts';
  const odd = 'channels/odd.ts';

  expect(hooksIn('hooks')).toEqual({
    'Mutation.publish': [odd, chat],
    'Mutation.publishBatch': [odd, chat],
    'Mutation.admitFromBus': [odd, chat],
    'Subscription.subscribe': [odd, rooms],
    'Query.history': [odd, rooms],
    talk: [chat],
    odd: [odd],
    rooms: [rooms],
  });
});

it.each(['local', 'dev', 'prod', 'failover', 'channels'])(
  'has no hook, nor what asks one, in the stage %s without any',
  (stage) => {
    expect(hooksIn(stage)).toEqual({});
    expect(JSON.stringify(templateOf(stage, REGION))).not.toMatch(/hooked|[Hh]ook\(/);
  },
);

it.each([
  ['hooks', 'all'],
  ['local', 'none'],
])('the authorizer of the stage %s hands over the claims: %s', (stage, claims) => {
  const { Environment } = theResource(templateOf(stage, REGION), 'AWS::Lambda::Function').Properties;

  expect(Environment).toMatchObject({ Variables: { CLAIMS: claims } });
});

class FrameworkError extends Error {}

it.each([
  [{ TypeName: 'Mutation', FieldName: 'publish', Code: 'x'.repeat(32_769) }, 'Mutation.publish'],
  [{ Name: 'chat', CodeHandlers: { 'Fn::Join': ['', ['x'.repeat(32_768 - 64), { Ref: 'Role' }, 'y']] } }, 'chat'],
])('refuses code that AppSync would not take', (properties, name) => {
  const template = { Resources: { Code: { Properties: properties } } };
  const { hooks } = new HookCheck({
    ...{ classes: { Error: FrameworkError }, processedInput: { isHelpRequest: true } },
    service: { provider: { compiledCloudFormationTemplate: template } },
  });

  expect(() => Object.values(hooks).forEach((hook) => hook())).toThrow(
    new FrameworkError(
      `The code of ${name} takes 32769 characters with its hooks, payload rules and channels, and AppSync takes 32768; shorten one of them.`,
    ),
  );
});
