// `util.str`: https://docs.aws.amazon.com/appsync/latest/devguide/string-helpers-in-util-str-js.html
import { BuiltinError, type Builtins, requireText } from '../builtin';

/** `util.str.normalize`. */
export const text: Builtins = {
  'util.str.normalize': ([value, form]) => {
    const name = requireText(form, 'util.str.normalize').toUpperCase();
    if (!['NFC', 'NFD', 'NFKC', 'NFKD'].includes(name)) {
      throw new BuiltinError('util.str.normalize takes nfc, nfd, nfkc or nfkd as its form.');
    }
    return requireText(value, 'util.str.normalize').normalize(name);
  },
};
