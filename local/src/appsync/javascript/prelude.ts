// What runs in a realm before any resolver: it takes away what APPSYNC_JS lacks and adds what it has.
import type { JsonObject } from '../../foundation/json';

/** A module of the realm: answers its handlers, and makes them anew unless they can keep nothing (module-state.ts). */
export type Instantiate = () => Readonly<Record<string, unknown>>;

/** What the prelude gives the host: functions of the realm. */
export interface Prelude {
  /** The values of imports and a meter for a module. */
  readonly link: (moduleFunction: unknown, importsText: string) => Instantiate;
  /** The context that a handler takes: a copy, made in the realm. */
  readonly contextOf: (context: JsonObject) => { readonly stash: unknown };
  /** `JSON.stringify`. */
  readonly write: (value: unknown) => string | undefined;
}

/** How a function of the host answers what is no text, number or the like. */
export interface Replies {
  /** Throws what ends the evaluation. */
  readonly end: () => never;
  /** Throws an error of the realm. */
  readonly fail: (message: string) => never;
  /** @returns a value of the realm */
  readonly value: (json: string) => unknown;
}

/** What the prelude is told of limits. */
export interface PreludeLimits {
  readonly argumentLength: number;
  readonly arrayLength: number;
  readonly comparisons: number;
  readonly depth: number;
  readonly loopIterations: number;
  readonly memory: number;
  readonly patternLength: number;
  readonly patterns: number;
  readonly stepsBetweenLooks: number;
  /** Characters of a text of which it is kept whether a pattern matches, and such texts of each pattern. */
  readonly textLength: number;
  readonly texts: number;
  /** The sentence for a value that is too large. */
  readonly tooLarge: string;
  /** The sentence for a pattern that takes too long. */
  readonly tooSlow: string;
  readonly uncheckedLength: number;
}

/**
 * A function of `Replies => HostFunctions`, the language (JSON of `Language`), the built-ins' names (JSON: those that are
 * global, and those of each module) and `PreludeLimits` (JSON). It answers `Prelude`.
 *
 * Nothing that a resolver can reach may change, so nothing survives an evaluation: prototypes have no way to them
 * (no constructors, no `__proto__`, no reflection), everything else is frozen, and the module's own body runs anew for
 * each evaluation unless it can keep nothing (module-state.ts).
 *
 * Nothing that a resolver can reach was made outside of the realm: what comes in is copied, the host's functions are called
 * by functions of the realm, answer texts, numbers and the like, and what they throw is replaced.
 */
export const PRELUDE = String.raw`
'use strict';
(hostOf, languageText, builtinsText, limitsText) => {
  const { parse, stringify } = JSON;
  const { apply, getPrototypeOf, ownKeys } = Reflect;
  const { assign, defineProperty, freeze, getOwnPropertyDescriptor, getOwnPropertyNames, hasOwn, keys, seal, values } = Object;
  const { Error, Map, RegExp, Set, SyntaxError } = globalThis;
  const { isArray } = Array;
  const { isFinite } = Number;
  const { concat, flat, includes, join, map, sort } = Array.prototype;
  const { replace, split } = String.prototype;
  const { raw: rawText } = String;
  const text = String;
  // The innermost place in the code is found below this many calls of the prelude's.
  Error.stackTraceLimit = 100;
  const limits = parse(limitsText);
  const ownOf = (object, key) => (object && hasOwn(object, key) ? object[key] : undefined);
  const isAmong = (list, item) => apply(includes, list, [item]);

  const fail = (message) => {
    throw new Error(message);
  };
  const refuse = (feature) => () => fail(feature + ' is not among the documented features of APPSYNC_JS.');

  // --- The host

  const ended = freeze({});
  const end = () => {
    throw ended;
  };
  const host = hostOf({ end, fail, value: (json) => parse(json) });
  // Where the stack ends in a function of the host, or one is wrong, the error is the host's own.
  const ask = (question, one, other) => {
    try {
      return question(one, other);
    } catch (error) {
      throw error === ended || error instanceof Error ? error : new Error(text(error.message));
    }
  };

  // --- Limits

  // Of functions of the code.
  let calls = 0;
  let left = 0;
  const spend = (steps) => {
    left -= steps;
    if (left >= 0) return;
    left = limits.stepsBetweenLooks;
    const complaint = ask(host.look);
    if (complaint !== undefined) fail(complaint);
  };
  const checkText = ({ length }) => {
    if (length > limits.memory) fail(limits.tooLarge);
    spend(length >>> 6);
  };
  const checkLength = (length) => {
    if (length > limits.arrayLength) fail(limits.tooLarge);
    spend(1 + (length >>> 3));
  };
  // What V8 does in one go cannot be stopped, and has to be refused before it begins.
  const checkComparisons = (name, count) => {
    if (count > limits.comparisons) {
      fail(name + ' compares at most ' + limits.comparisons + ' characters in the local engine.');
    }
    spend(count >>> 6);
  };
  const checkItems = (name, { length }) => {
    if (length > limits.arrayLength) {
      fail(name + ' takes at most ' + limits.arrayLength + ' items in the local engine.');
    }
    spend(1 + (length >>> 3));
  };
  const checkList = (value) => {
    if (typeof value === 'string') checkLength(value.length);
    // Not only arrays: the length of "arguments" can be set.
    else if (typeof value === 'object' && value !== null) checkItems('A list', value);
    return value;
  };
  const checkSum = (value) => {
    if (typeof value === 'string' && value.length > limits.uncheckedLength) checkText(value);
    return value;
  };
  const checkMembers = (value) => {
    let count = 0;
    if (typeof value === 'string') checkLength(value.length);
    else for (const key in value) count += 1;
    spend(1 + (count >>> 3));
    return value;
  };
  const checked = (value) => {
    if (typeof value === 'string') checkText(value);
    else if (isArray(value)) checkLength(value.length);
    return value;
  };
  const checkArgument = (name, value) => {
    if (typeof value === 'string') {
      checkText(value);
      if (value.length > limits.argumentLength) {
        fail(name + ' takes at most ' + limits.argumentLength + ' characters in the local engine.');
      }
    }
    return value;
  };
  const isCircular = (root) => {
    const [open, done] = [new Set(), new Set()];
    const findsItself = (value) => {
      if (typeof value !== 'object' || value === null || done.has(value)) return false;
      if (open.has(value)) return true;
      open.add(value);
      const items = values(value);
      for (let index = 0; index < items.length; index += 1) if (findsItself(items[index])) return true;
      open.delete(value);
      done.add(value);
      return false;
    };
    return findsItself(root);
  };
  const refuseJson = (root, message) => fail(isCircular(root) ? 'Converting circular structure to JSON' : message);
  // A value can stand in another one many times, and is written as many times.
  const sizeOf = (root, indent) => {
    const callsBefore = calls;
    let parts = 0;
    let size = 0;
    let hasFunctions = false;
    const add = (value, depth) => {
      size += (typeof value === 'string' ? value.length : 1) + depth * indent;
      parts += 1;
      if (size > limits.memory || parts > limits.arrayLength) refuseJson(root, limits.tooLarge);
      if (typeof value === 'function') hasFunctions = true;
      if (typeof value !== 'object' || value === null) return;
      if (depth > limits.depth) refuseJson(root, 'stack overflow');
      if (isArray(value)) {
        for (let index = 0; index < value.length; index += 1) add(value[index], depth + 1);
      } else {
        for (const key in value) {
          size += key.length;
          add(value[key], depth + 1);
        }
      }
    };
    add(root, 0);
    spend(size >>> 6);
    return { size, isPlain: !hasFunctions && calls === callsBefore };
  };
  // What getters and toJSON answer can be larger when it is written than it was before.
  const withoutFunctions = (root) => {
    let size = 0;
    const json = stringify(root, (key, value) => {
      size += key.length + (typeof value === 'string' ? value.length : 1);
      if (size > limits.memory) fail(limits.tooLarge);
      spend(1);
      return value;
    });
    return json === undefined ? undefined : parse(json);
  };
  const write = (value, replacer, space) => {
    if (typeof replacer === 'function') fail('JSON.stringify takes no function in APPSYNC_JS.');
    const indent = space === undefined ? 0 : 10;
    const { isPlain, size } = sizeOf(value, indent);
    if (!isPlain) return write(withoutFunctions(value), replacer, space);
    if (isArray(replacer)) checkComparisons('JSON.stringify', size * replacer.length);
    return checked(stringify(value, replacer, space));
  };

  // --- Patterns

  // What can match in several ways can take years to find none.
  const severalWays = new RegExp('[*+?|]|\\\\[1-9]|\\{\\d*,');
  const repetition = new RegExp('\\{(\\d+)', 'g');
  const comparisonsOf = (pattern) => {
    let count = severalWays.test(pattern) ? Infinity : pattern.length + 1;
    apply(replace, pattern, [repetition, (match, times) => (count *= times > 1 ? times : 1)]);
    return count;
  };
  const regExps = new Map();
  const newRegExp = (pattern, flags) => {
    spend(limits.stepsBetweenLooks);
    const source = ask(host.call, 'java.pattern', [pattern]);
    try {
      return { regExp: new RegExp(source, flags), comparisons: comparisonsOf(pattern), verdicts: new Map() };
    } catch (error) {
      return fail('The pattern ' + write(pattern) + ' is not supported: ' + error.message + '.');
    }
  };
  const regExpOf = (pattern, flags) => {
    if (typeof pattern !== 'string' || pattern.length > limits.patternLength) return newRegExp(pattern, flags);
    const key = flags + pattern;
    const known = regExps.get(key);
    if (known) return known;
    const made = newRegExp(pattern, flags);
    if (regExps.size === limits.patterns) regExps.clear();
    regExps.set(key, made);
    return made;
  };
  // A search with a time limit costs more than most searches.
  const search = ({ comparisons }, { length }, task) => {
    if (comparisons !== Infinity) {
      checkComparisons('A pattern', comparisons * length);
      return task();
    }
    spend(limits.stepsBetweenLooks);
    let found;
    const isDone = ask(host.within, () => {
      found = task();
    });
    return isDone ? found : fail(limits.tooSlow);
  };
  // Short texts are searched again and again, the name of a region for each page of a history.
  const matches = (made, value) => {
    const { comparisons, regExp, verdicts } = made;
    const known = verdicts.get(value);
    if (known !== undefined) return known;
    const found = search(made, value, () => regExp.test(value));
    if (comparisons === Infinity && value.length <= limits.textLength) {
      if (verdicts.size === limits.texts) verdicts.clear();
      verdicts.set(value, found);
    }
    return found;
  };
  const replaceWith = (value, [pattern, replacement], flags) => {
    const made = regExpOf(pattern, flags);
    const translated = ask(host.call, 'java.replacement', [replacement]);
    return search(made, value, () => apply(replace, value, [made.regExp, translated]));
  };

  // --- The language

  const flatLength = (list, depth) => {
    checkLength(list.length);
    let length = 0;
    for (let index = 0; index < list.length; index += 1) {
      const item = list[index];
      length += isArray(item) && depth >= 1 ? flatLength(item, depth - 1) : 1;
      checkLength(length);
    }
    return length;
  };
  const flatten = (list, depth) => {
    if (isArray(list)) flatLength(list, depth);
    return apply(flat, list, [depth]);
  };
  // As "sort" compares by itself, but it can be stopped.
  const compare = (one, other) => {
    const left = text(one);
    const right = text(other);
    spend(1 + (left.length >>> 6));
    if (left === right) return 0;
    return left < right ? -1 : 1;
  };
  const overrides = {
    String: {
      raw: (template, ...inserted) => {
        const { raw } = template;
        if (!isArray(raw)) fail('String.raw takes a template.');
        checkItems('String.raw', raw);
        return checked(rawText({ raw }, ...inserted));
      },
      replace(...args) {
        return replaceWith(this, args, 'u');
      },
      replaceAll(...args) {
        return replaceWith(this, args, 'gu');
      },
      split(separator, most = limits.arrayLength + 1) {
        return apply(split, this, [separator, most]);
      },
    },
    Array: {
      concat(...args) {
        flatLength([this, ...args], 1);
        return apply(concat, this, args);
      },
      flat(depth = 1) {
        return flatten(this, depth);
      },
      flatMap(...args) {
        return flatten(apply(map, this, args), 1);
      },
      join(...args) {
        let size = typeof args[0] === 'string' ? args[0].length * this.length : 0;
        for (let index = 0; index < this.length; index += 1) {
          if (typeof this[index] === 'string') size += this[index].length;
        }
        if (size > limits.memory) fail(limits.tooLarge);
        return apply(join, this, args);
      },
      sort(...args) {
        if (args.length > 0) fail('Array.prototype.sort takes no arguments in APPSYNC_JS.');
        return apply(sort, this, [compare]);
      },
    },
    JSON: {
      parse: (value) => {
        try {
          return parse(checkArgument('JSON.parse', text(value)));
        } catch (error) {
          if (error instanceof SyntaxError) return '';
          throw error;
        }
      },
      stringify: write,
    },
  };

  const checkSearch = (name, places, { length }) => {
    if (places > 0) checkComparisons(name, places * length);
  };
  const limited = {
    Array: (name, method, isSearch) => ({
      method(...args) {
        if (!isArray(this)) fail(name + ' takes an array.');
        checkItems(name, this);
        for (let index = 0; index < args.length; index += 1) if (isArray(args[index])) checkItems(name, args[index]);
        if (isSearch && typeof args[0] === 'string') checkSearch(name, this.length, args[0]);
        return checked(apply(method, this, args));
      },
    }),
    String: (name, method, isSearch) => ({
      method(...args) {
        if (typeof this !== 'string') fail(name + ' takes a string.');
        checkText(this);
        if (isSearch && args[0] !== undefined) {
          args[0] = text(args[0]);
          checkSearch(name, this.length - args[0].length + 1, args[0]);
        }
        return checked(apply(method, this, args));
      },
    }),
  };
  const methodOf = (type, key, value, allowed) => {
    const name = type + '.prototype.' + key;
    if (!isAmong(allowed, key)) return refuse(name);
    const method = ownOf(overrides[type], key) ?? value;
    const isSearch = isAmong(['indexOf', 'lastIndexOf', 'split'], key);
    return hasOwn(limited, type) ? limited[type](name, method, isSearch).method : method;
  };
  const restrictMethods = (type, allowed) => {
    const { prototype } = globalThis[type];
    for (const key of getOwnPropertyNames(prototype)) {
      const { value } = getOwnPropertyDescriptor(prototype, key);
      if (typeof value === 'function' && key !== 'constructor') {
        defineProperty(prototype, key, { value: methodOf(type, key, value, allowed) });
      } else if (value === undefined) delete prototype[key];
    }
  };

  const staticOf = (type, key, value, allowed) => {
    if (!isAmong(allowed, key)) return refuse(type + '.' + key);
    if (type !== 'Object' || key === 'hasOwn') return ownOf(overrides[type], key) ?? value;
    return (...args) => {
      for (let index = 0; index < args.length; index += 1) checkMembers(args[index]);
      return checked(value(...args));
    };
  };
  const restrictStatics = (type, allowed) => {
    const all = globalThis[type];
    const restricted = typeof all === 'function' ? refuse('The function ' + type) : {};
    for (const key of getOwnPropertyNames(all)) {
      const { value } = getOwnPropertyDescriptor(all, key);
      if (typeof value !== 'function') continue;
      defineProperty(restricted, key, { value: staticOf(type, key, value, allowed), enumerable: true });
    }
    return restricted;
  };

  const language = parse(languageText);
  const globals = {};
  for (const type of keys(language.statics)) globals[type] = restrictStatics(type, language.statics[type]);

  // --- The built-ins

  const isPlain = (value) => value === null || isAmong(['string', 'number', 'boolean', 'undefined'], typeof value);
  const plain = (value) => {
    if (typeof value === 'number') return isFinite(value) ? value + 0 : null;
    return value ?? null;
  };
  const callBuiltin = (name, args) => {
    let arePlain = true;
    for (let index = 0; index < args.length; index += 1) {
      // In JSON a function would be nothing, and a built-in would do something else than was asked.
      if (typeof args[index] === 'function') fail(name + ' takes no function.');
      arePlain = arePlain && isPlain(args[index]);
      if (arePlain) args[index] = checkArgument(name, plain(args[index]));
    }
    spend(1);
    return checked(arePlain ? ask(host.call, name, args) : ask(host.callWithJson, name, checkArgument(name, write(args))));
  };
  const logged = (name, values) => {
    const args = [ask(host.stackOf, new Error())];
    for (const value of values) args[args.length] = write(value) ?? typeof value;
    callBuiltin(name, args);
  };
  const special = {
    'util.matches': (pattern, value) => {
      const made = regExpOf(pattern, 'u');
      return matches(made, checked(text(value)));
    },
    'console.log': (...args) => logged('console.log', args),
    'console.error': (...args) => logged('console.error', args),
  };
  const add = (tree, [name, ...rest], builtin) => {
    if (rest.length === 0) tree[name] = builtin;
    else add((tree[name] ??= {}), rest, builtin);
  };
  const builtins = parse(builtinsText);
  for (const name of builtins.global) {
    add(globals, name.split('.'), ownOf(special, name) ?? ((...args) => callBuiltin(name, args)));
  }
  const modules = { '@aws-appsync/utils': { util: globals.util, extensions: globals.extensions, runtime: globals.runtime } };
  for (const specifier of keys(builtins.modules)) {
    modules[specifier] = {};
    for (const name of builtins.modules[specifier]) {
      add(modules[specifier], name.split('.').slice(1), (...args) => callBuiltin(name, args));
    }
  }

  // --- The boundary

  // What is reached by syntax and not by name.
  const hidden = [
    ...[function* () {}, async () => {}, async function* () {}, new Map().keys(), new Set().keys(), [].keys()],
    ...[''.matchAll(''), ''[Symbol.iterator](), (1n).constructor],
  ];
  for (const type of keys(language.methods)) restrictMethods(type, language.methods[type]);
  const everything = globalThis;
  const objectPrototype = Object.prototype;
  // Patterns that take the rest of a value reach it by these, wherever they stand.
  const [list, members] = [Symbol(''), Symbol('')];
  defineProperty(objectPrototype, list, {
    get() {
      return checkList(this);
    },
  });
  defineProperty(objectPrototype, members, {
    get() {
      return checkMembers(this);
    },
  });
  const isReference = (value) => (typeof value === 'object' && value !== null) || typeof value === 'function';
  const seen = new Set();
  const harden = (value) => {
    if (!isReference(value) || seen.has(value)) return;
    seen.add(value);
    if (getOwnPropertyDescriptor(value, 'constructor')?.configurable) delete value.constructor;
    harden(getPrototypeOf(value));
    for (const key of ownKeys(value)) {
      const { get, set, value: inner } = getOwnPropertyDescriptor(value, key);
      harden(get);
      harden(set);
      harden(inner);
    }
    // Data may have names of Object.prototype, which it could not if those were read-only.
    if (value === objectPrototype) seal(value);
    else if (value !== everything) freeze(value);
  };
  harden([hidden, globals, modules, everything]);
  for (const name of getOwnPropertyNames(everything)) {
    const { configurable, writable } = getOwnPropertyDescriptor(everything, name);
    if (configurable) delete everything[name];
    // Such as gc, in a process that was told to expose it.
    else if (writable) everything[name] = undefined;
  }
  // Node looks here for what writes the stacks of a realm. A writer of the whole process, as programs that map sources have
  // one, would call functions of the realm that are refused. Code has no Error: see ModuleSource.
  const prepareStackTrace = (error, frames) => {
    let places = '';
    for (let index = 0; index < frames.length; index += 1) {
      const frame = frames[index];
      places += '\n    at ' + frame.getFileName() + ':' + frame.getLineNumber() + ':' + frame.getColumnNumber();
    }
    return places;
  };
  freeze(assign(everything, globals, { Error: freeze({ prepareStackTrace }) }));

  // --- Modules

  const counts = [];
  const meter = freeze({
    call: () => {
      calls += 1;
      spend(1);
    },
    checkList,
    checkMembers,
    checkSum,
    list,
    members,
    start: (loop) => {
      counts[loop] = 0;
    },
    step: (loop) => {
      counts[loop] += 1;
      if (counts[loop] > limits.loopIterations) {
        fail('A loop has at most ' + limits.loopIterations + ' iterations.');
      }
      spend(1);
    },
  });
  const link = (moduleFunction, importsText) => {
    const imports = [];
    for (const { module, name } of parse(importsText)) {
      imports[imports.length] = name === '*' ? modules[module] : modules[module][name];
    }
    freeze(imports);
    return () => moduleFunction(imports, meter);
  };

  const copy = (value, depth) => {
    if (typeof value !== 'object' || value === null) return value;
    if (depth > limits.depth) fail('stack overflow');
    if (isArray(value)) {
      const list = [];
      for (let index = 0; index < value.length; index += 1) list[index] = copy(value[index], depth + 1);
      return list;
    }
    const object = {};
    for (const key in value) {
      const item = copy(value[key], depth + 1);
      if (item !== undefined) object[key] = item;
    }
    return object;
  };
  const contextOf = (context) => {
    left = limits.stepsBetweenLooks;
    const ctx = copy(context, 0);
    // The context of a channel namespace has events, or null, and no arguments.
    if (!hasOwn(ctx, 'events')) {
      const args = ctx.arguments ?? ctx.args ?? {};
      ctx.arguments = args;
      ctx.args = args;
    }
    ctx.stash ??= {};
    return ctx;
  };

  return freeze({ contextOf, link, write });
}
`;
