// The part of JavaScript's library that APPSYNC_JS documents: https://docs.aws.amazon.com/appsync/latest/devguide/supported-features.html

/** What code can reach; everything else is refused when it is called, or is not defined. */
export interface Language {
  /** Static functions by their object. */
  readonly statics: Readonly<Record<string, readonly string[]>>;
  /** Methods by the constructor of their values. */
  readonly methods: Readonly<Record<string, readonly string[]>>;
}

/** Strings and numbers in templates, additions and comparisons call these; code that calls them itself gets away with it. */
const CONVERSIONS = ['toString', 'valueOf'];

/** APPSYNC_JS 1.0.0. */
export const LANGUAGE: Language = {
  statics: {
    Object: ['assign', 'entries', 'hasOwn', 'keys', 'values'],
    String: ['raw'],
    Number: ['isFinite', 'isNaN'],
    Array: [],
    Math: ['random', 'min', 'max', 'round', 'floor', 'ceil'],
    JSON: ['parse', 'stringify'],
  },
  methods: {
    Object: CONVERSIONS,
    Function: [],
    Boolean: CONVERSIONS,
    Number: CONVERSIONS,
    String: [
      ...CONVERSIONS,
      ...['charAt', 'concat', 'endsWith', 'indexOf', 'lastIndexOf', 'replace', 'replaceAll', 'slice', 'split'],
      ...['startsWith', 'toLowerCase', 'toUpperCase', 'trim', 'trimEnd', 'trimStart'],
      // Not documented, but AWS's own samples use it:
      // https://github.com/aws-samples/aws-appsync-resolver-samples/blob/main/samples/dynamodb/queries/all-items-today.js
      'substring',
    ],
    Array: [
      ...CONVERSIONS,
      ...['concat', 'fill', 'flat', 'indexOf', 'join', 'lastIndexOf', 'pop', 'push', 'reverse', 'shift', 'slice'],
      ...['sort', 'splice', 'unshift', 'forEach', 'map', 'flatMap', 'filter', 'reduce', 'reduceRight', 'find'],
      ...['some', 'every', 'findIndex', 'findLast', 'findLastIndex'],
    ],
  },
};
