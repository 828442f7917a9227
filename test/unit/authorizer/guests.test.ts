// What guests may do, as the authorizer reads it, and whom it takes for one.
import { readGuests } from '../../../authorizer/guests';

it.each([
  [
    { publish: ['chat'], subscribe: ['chat', 'news/*'] },
    { publish: ['chat'], subscribe: ['chat', 'news/*'] },
  ],
  [{ subscribe: ['news'] }, { publish: [], subscribe: ['news'] }],
])('reads %j', (setting, permissions) => {
  expect(readGuests(JSON.stringify(setting))).toEqual(permissions);
});

it.each([undefined, '{}', '{"publish":[],"subscribe":[]}', '{"publish":"*"}', '{"publish":["news**"]}'])(
  'lets nobody in for %s',
  (text) => {
    expect(readGuests(text)).toBeUndefined();
  },
);

it('does not start with what cannot be read', () => {
  expect(() => readGuests('{')).toThrow(SyntaxError);
});

describe('the function', () => {
  /** The function as it starts in such an environment. */
  async function handlerWith(guests: object) {
    process.env['GUESTS'] = JSON.stringify(guests);
    jest.resetModules();
    const { handler } = await import('../../../authorizer/handler');
    delete process.env['GUESTS'];
    return handler;
  }

  it('lets guests in where there are some', async () => {
    const handler = await handlerWith({ subscribe: ['news'] });

    expect(await handler({ authorizationToken: 'guest' })).toMatchObject({ isAuthorized: true });
  });

  it.each([
    [{ subscribe: ['news'] }, 'Guest'],
    [{ subscribe: ['news'] }, 'guest '],
    [{ subscribe: ['news'] }, 'Bearer guest'],
    [{}, 'guest'],
  ])('with %j refuses %j', async (guests, authorizationToken) => {
    jest.spyOn(console, 'info').mockImplementation();
    const handler = await handlerWith(guests);

    expect(await handler({ authorizationToken })).toEqual({ isAuthorized: false, ttlOverride: 0 });
  });
});
