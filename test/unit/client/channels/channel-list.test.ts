// What the API says of channels.
import { channelListOf, patternsText } from '../../../../client/src/channels/channel-list';

it('tells names from patterns', () => {
  expect(channelListOf(['cars', 'news/*', '*', 'tech'])).toEqual({
    names: ['cars', 'tech'],
    patterns: ['news/*', '*'],
  });
});

it.each([
  [['*', 'news/*'], 'any name'],
  [['news/*'], 'names that begin with news/'],
  [['news/*', 'chat/*'], 'names that begin with news/ or chat/'],
])('says %j in words', (patterns, text) => {
  expect(patternsText(patterns)).toBe(text);
});
