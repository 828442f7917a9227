// The hooks of channels/examples.
import type { Caller as HookCaller, HookMessage } from '../../../channels/lib/hook';
import type { Caller } from '../../../resolvers/lib/caller';
import type { HookMessage as Message } from '../../../resolvers/lib/hooked';
import { aCaller, aHookMessage, hookUnderTest } from '../../support/hook';

const onPublish = hookUnderTest('channels/examples/chat.ts', 'onPublish');
const onSubscribe = hookUnderTest('channels/examples/rooms.ts', 'onSubscribe');
const onSubscribePattern = hookUnderTest('channels/examples/rooms.ts', 'onSubscribePattern');

const ANA = aCaller();

it.each([
  ['Oh heck!', 'Oh ***!'],
  ['HECK, darn; Heck', '***, ***; ***'],
  ['"darn"\nheck', '"***"\n***'],
  ['heckler, checks and darning', 'heckler, checks and darning'],
  ['ünïcödé 🙂', 'ünïcödé 🙂'],
  ['heck '.repeat(1500), '*** '.repeat(1500)],
])('chat: masks swear words in %j', async (message, masked) => {
  expect(await onPublish(aHookMessage({ message }), ANA)).toEqual(aHookMessage({ message: masked }));
});

it.each([[{ text: 'heck' }], ['heck'], [''], [0], [false]])('chat: refuses the data %j', async (data) => {
  expect(await onPublish(aHookMessage({ data }), ANA)).toMatchObject({ errorType: 'TextOnly' });
});

it.each(['', '  \n'])('chat: drops %j', async (message) => {
  expect(await onPublish(aHookMessage({ message }), ANA)).toBeNull();
});

it.each([
  ['rooms/blue', ['red', 'blue']],
  ['rooms/blue/typing', ['blue']],
  ['rooms/blue', 'blue'],
])('rooms: lets a member hear %s with the claim %j', async (name, rooms) => {
  expect(await onSubscribe(name, aCaller({ rooms }))).toBeNull();
});

it.each([
  ['rooms/blue', ['red']],
  ['rooms/blue', ['blue/typing']],
  ['rooms/Blue', ['blue']],
  ['rooms/blu', 'blue'],
  ['rooms', ['blue']],
  ['rooms/null', null],
  ['rooms/undefined', []],
  ['rooms/blue', { length: 1 }],
])('rooms: refuses to let others hear %s with the claim %j', async (name, rooms) => {
  expect(await onSubscribe(name, aCaller({ rooms }))).toMatchObject({ errorType: 'NotAMember' });
});

it('rooms: refuses a token without the claim', async () => {
  expect(await onSubscribe('rooms/blue', ANA)).toMatchObject({ errorType: 'NotAMember' });
});

it('rooms: lets a member hear all below a room', async () => {
  expect(await onSubscribePattern('rooms/blue/*', aCaller({ rooms: ['blue'] }))).toBeNull();
});

it.each(['rooms/*', '*', 'rooms/red/*'])('rooms: refuses %s as a whole', async (pattern) => {
  expect(await onSubscribePattern(pattern, aCaller({ rooms: ['blue', '*', 'rooms/*'] }))).toMatchObject({
    errorType: 'NotAMember',
  });
});

it('has types of what the resolvers hand over', () => {
  // Two rooms that import nothing from each other: the compiler compares what they say.
  const same: [(caller: Caller) => HookCaller, (message: Message) => HookMessage] = [
    (caller) => caller,
    (given) => given,
  ];

  expect(same).toHaveLength(2);
});
