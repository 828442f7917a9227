// What a visitor pasted.
import { credentialOf } from '../../../../client/src/credential/credential';

function jwt(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
}

it('knows an API key', () => {
  expect(credentialOf(' da2-abc\n')).toEqual({ kind: 'apiKey', value: 'da2-abc' });
});

it('reads a token’s subject and end', () => {
  const token = jwt({ sub: 'Zoë', exp: 1_800_000_000 });

  expect(credentialOf(token)).toEqual({ kind: 'token', value: token, subject: 'Zoë', endsAt: 1_800_000_000_000 });
});

it('takes a token without the word that some put before it', () => {
  expect(credentialOf(`Bearer ${jwt({})}`)).toEqual({ kind: 'token', value: jwt({}) });
});

it.each([
  'no token',
  'a.b.c',
  `e30.${Buffer.from('[]').toString('base64url')}.x`,
  `a.${Buffer.from('1').toString('base64url')}.b`,
])('leaves it to the API to refuse %j', (pasted) => {
  expect(credentialOf(pasted)).toEqual({ kind: 'token', value: pasted });
});

it.each(['', '  \n', 'Bearer '])('sees that %j is nothing', (pasted) => {
  expect(credentialOf(pasted)?.value ?? '').toBe(pasted.trim());
});
