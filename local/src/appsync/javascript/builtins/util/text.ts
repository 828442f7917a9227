// `util.str`: https://docs.aws.amazon.com/appsync/latest/devguide/string-helpers-in-util-str-js.html
import { MAX_MARKS } from '../../limits';
import { BuiltinError, type Builtins, requireText } from '../builtin';

/** What stands on, under or around the character before. */
const MARKS = /\p{M}+/gu;

/** `util.str.normalize`. */
export const text: Builtins = {
  'util.str.normalize': ([value, form]) => {
    const name = requireText(form, 'util.str.normalize').toUpperCase();
    if (!['NFC', 'NFD', 'NFKC', 'NFKD'].includes(name)) {
      throw new BuiltinError('util.str.normalize takes nfc, nfd, nfkc or nfkd as its form.');
    }
    const source = requireText(value, 'util.str.normalize');
    if (source.match(MARKS)?.some(({ length }) => length > MAX_MARKS)) {
      throw new BuiltinError(`util.str.normalize takes at most ${MAX_MARKS} marks in a row in the local engine.`);
    }
    return source.normalize(name);
  },
};
