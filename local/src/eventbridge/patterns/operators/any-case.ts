// Text in capitals or not, as https://github.com/aws/event-ruler compares it: character by character of the pattern.

/** One UTF-16 character of a pattern: its lower and its upper form, either of which may have more characters. */
type Forms = readonly [lower: string, upper: string];

/** event-ruler writes each half of a surrogate pair in UTF-8 by itself, which Java makes a question mark. */
const SURROGATE = /[\uD800-\uDFFF]/;

/**
 * A pattern's text that stands for itself in capitals or not. An event's text has each character of it in its lower or
 * its upper form: `ß` also stands for `SS`, and `SS` not for `ß`.
 */
export class AnyCase {
  readonly #characters: readonly Forms[];

  constructor(text: string) {
    this.#characters = text.split('').map(formsOf);
  }

  isAllOf(text: string): boolean {
    return this.#lengthAtStart(text) === text.length;
  }

  isStartOf(text: string): boolean {
    return this.#lengthAtStart(text) !== undefined;
  }

  isEndOf(text: string): boolean {
    let end = text.length;
    for (const forms of this.#characters.toReversed()) {
      const form = forms.find((candidate) => text.endsWith(candidate, end));
      if (form === undefined) return false;
      end -= form.length;
    }
    return true;
  }

  /** No form begins or ends with the other, so that there is one way to read a text. */
  #lengthAtStart(text: string): number | undefined {
    let length = 0;
    for (const forms of this.#characters) {
      const form = forms.find((candidate) => text.startsWith(candidate, length));
      if (form === undefined) return undefined;
      length += form.length;
    }
    return length;
  }
}

function formsOf(character: string): Forms {
  return SURROGATE.test(character) ? ['?', '?'] : [character.toLowerCase(), character.toUpperCase()];
}
