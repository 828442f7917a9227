// What `npm start` prints for a person and for a program.
import type { LoggedSubscription } from 'local-aws/terms';
import { changesOf } from '../../../tools/engine/health';
import { Story, type StoryOptions } from '../../../tools/engine/story';

/** What is printed of a start, and of a line after it. */
function printed(options: Partial<StoryOptions>): readonly string[] {
  return linesOf(options, (story) => {
    story.info('  deployed us-west-2');
    story.ready('Ready in 2.0 s.', { token: 'abc' });
    story.info('us-west-2 is unhealthy.');
  });
}

function linesOf(options: Partial<StoryOptions>, tell: (story: Story) => void): readonly string[] {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const placeOf = (region: string) => (region === 'ap-southeast-2' ? 'Sydney' : region);
  tell(new Story({ isQuiet: false, isJson: false, placeOf, ...options }));
  return write.mock.calls.map(([text]) => String(text));
}

function aSubscription(overrides: Partial<LoggedSubscription>): LoggedSubscription {
  return {
    region: 'ap-southeast-2',
    to: { field: 'subscribe', args: { name: 'tech' } },
    identity: { resolverContext: { sub: 'ana' } },
    ...overrides,
  };
}

it('tells a person how it starts and what happens then', () => {
  expect(printed({})).toEqual(['  deployed us-west-2\n', 'Ready in 2.0 s.\n', 'us-west-2 is unhealthy.\n']);
});

it('tells nothing of what happens then, if it is to be quiet', () => {
  expect(printed({ isQuiet: true })).toEqual(['  deployed us-west-2\n', 'Ready in 2.0 s.\n']);
});

it('tells what became of what was saved, though it is to be quiet', () => {
  const lines = linesOf({ isQuiet: true }, (story) => {
    story.ready('Ready in 2.0 s.', {});
    story.outcome('schema.graphql is not deployed.');
  });

  expect(lines).toEqual(['Ready in 2.0 s.\n', 'schema.graphql is not deployed.\n']);
});

it('tells a program in objects, one to a line, with the endpoints', () => {
  const time: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);

  expect(printed({ isJson: true }).map((line) => JSON.parse(line) as unknown)).toEqual([
    { time, message: 'deployed us-west-2' },
    { time, message: 'Ready.', endpoints: { token: 'abc' } },
    { time, message: 'us-west-2 is unhealthy.' },
  ]);
});

describe('a subscription', () => {
  it.each<[string, Partial<LoggedSubscription>, string]>([
    ['a token', {}, 'ana subscribed to tech at Sydney.'],
    ['an API key', { identity: null }, 'A client with an API key subscribed to tech at Sydney.'],
    ['nothing', { identity: { resolverContext: {} } }, 'A guest subscribed to tech at Sydney.'],
    ['IAM', { identity: { username: 'administrator' } }, 'administrator subscribed to tech at Sydney.'],
    [
      'Events',
      { to: { channel: '/news/*' }, identity: { handlerContext: { sub: 'bo' } } },
      'bo subscribed to news/* at Sydney.',
    ],
    ['a region without a place', { region: 'xx-1' }, 'ana subscribed to tech at xx-1.'],
    [
      'a hostile name',
      { identity: { resolverContext: { sub: 'a\u001b[2J' } } },
      'a\\u{1b}[2J subscribed to tech at Sydney.',
    ],
  ])('with %s is told', (_kind, overrides, line) => {
    expect(linesOf({}, (story) => story.subscribed(aSubscription(overrides)))).toEqual([`${line}\n`]);
  });

  it('is told once, however often it comes', () => {
    const tell = (story: Story) => {
      story.subscribed(aSubscription({}));
      story.subscribed(aSubscription({}));
      story.subscribed(aSubscription({ region: 'us-west-2' }));
    };

    expect(linesOf({}, tell)).toEqual([
      'ana subscribed to tech at Sydney.\n',
      'ana subscribed to tech at us-west-2.\n',
    ]);
  });

  it('is not told if it is to be quiet', () => {
    const tell = (story: Story) => {
      story.ready('Ready.', {});
      story.subscribed(aSubscription({}));
    };

    expect(linesOf({ isQuiet: true }, tell)).toEqual(['Ready.\n']);
  });
});

describe('the health of regions', () => {
  const all = ['us-west-2', 'ap-southeast-2'];
  const both = new Set(all);
  const sydney = new Set(['ap-southeast-2']);

  it.each([
    ['a region that is left', both, sydney, ['us-west-2 is unhealthy: the front door leads to ap-southeast-2.']],
    ['a region that is back', sydney, both, ['us-west-2 is healthy again: the front door leads to it.']],
    [
      'the last region',
      sydney,
      new Set<string>(),
      ['ap-southeast-2 is unhealthy: the front door leads to the nearest region, since none is healthy.'],
    ],
    ['nothing', both, both, []],
  ])('tells of %s', (_change, before, now, lines) => {
    expect(changesOf(before, now, all)).toEqual(lines);
  });
});
