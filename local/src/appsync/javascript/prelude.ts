// What runs inside QuickJS before any resolver: it takes away what APPSYNC_JS lacks and adds what it has.

import { MAX_ARRAY_LENGTH, MAX_LOOP_ITERATIONS } from './limits';

/**
 * A function of the host's call function, the language (JSON of `Language`) and the built-ins' names (JSON: those that
 * are global, and those of each module). It answers
 * `link(module, imports)`, which gives a module the values of its imports, and `evaluate(linked, handler, context)`.
 *
 * Nothing that a resolver can reach may change, so nothing survives an evaluation: prototypes have no way to them
 * (no constructors, no `__proto__`, no reflection), everything else is frozen, and the module's own body runs anew for
 * each evaluation.
 */
export const PRELUDE = String.raw`
(host, languageText, builtinsText) => {
  'use strict';
  const { parse, stringify } = JSON;
  const { apply } = Reflect;
  const { assign, defineProperty, freeze, getOwnPropertyDescriptor, getOwnPropertyNames, hasOwn, keys } = Object;
  const { Error, RegExp, SyntaxError } = globalThis;
  const text = String;

  const fail = (message) => {
    throw new Error(message);
  };
  const refuse = (feature) => () => fail(feature + ' is not among the documented features of APPSYNC_JS.');

  const call = (name, args) => {
    const answer = parse(host(name, stringify(args)));
    if (hasOwn(answer, 'failure')) fail(answer.failure);
    if (answer.ended) fail('The evaluation ended.');
    return answer.value;
  };

  // --- The language

  const javaRegExp = (pattern, flags) => {
    const source = call('java.pattern', [pattern]);
    try {
      return new RegExp(source, flags);
    } catch (error) {
      return fail('The pattern ' + stringify(pattern) + ' is not supported: ' + error.message + '.');
    }
  };
  const { isArray } = Array;
  const { indexOf, some, sort } = Array.prototype;
  const { replace } = String.prototype;
  const replaceWith = (value, [pattern, replacement], flags) =>
    apply(replace, value, [javaRegExp(pattern, flags), call('java.replacement', [replacement])]);

  const overrides = {
    String: {
      replace(...args) {
        return replaceWith(this, args, 'u');
      },
      replaceAll(...args) {
        return replaceWith(this, args, 'gu');
      },
    },
    Array: {
      sort(...args) {
        if (args.length > 0) fail('Array.prototype.sort takes no arguments in APPSYNC_JS.');
        return apply(sort, this, []);
      },
    },
    JSON: {
      parse: (value) => {
        try {
          return parse(value);
        } catch (error) {
          if (error instanceof SyntaxError) return '';
          throw error;
        }
      },
    },
  };

  const isTooLong = (value) => isArray(value) && value.length > ${MAX_ARRAY_LENGTH};
  const limited = (key, method) =>
    ({
      method(...args) {
        if (isTooLong(this) || apply(some, args, [isTooLong])) {
          fail('Array.prototype.' + key + ' takes at most ${MAX_ARRAY_LENGTH} items in the local engine.');
        }
        return apply(method, this, args);
      },
    }).method;

  const restrictMethods = (name, allowed) => {
    const { prototype } = globalThis[name];
    const own = hasOwn(overrides, name) ? overrides[name] : {};
    getOwnPropertyNames(prototype).forEach((key) => {
      const { value } = getOwnPropertyDescriptor(prototype, key);
      if (key === 'constructor' || (value === undefined && key !== 'length')) delete prototype[key];
      else if (typeof value === 'function') {
        const isAllowed = apply(indexOf, allowed, [key]) >= 0;
        const method = isAllowed ? (hasOwn(own, key) ? own[key] : value) : refuse(name + '.prototype.' + key);
        defineProperty(prototype, key, { value: freeze(name === 'Array' ? limited(key, method) : method) });
      }
    });
  };

  const restrictStatics = (name, allowed) => {
    const all = globalThis[name];
    const own = hasOwn(overrides, name) ? overrides[name] : {};
    const restricted = typeof all === 'function' ? refuse('The function ' + name) : {};
    getOwnPropertyNames(all).forEach((key) => {
      const { value } = getOwnPropertyDescriptor(all, key);
      if (typeof value !== 'function') return;
      const isAllowed = apply(indexOf, allowed, [key]) >= 0;
      const statics = isAllowed ? (hasOwn(own, key) ? own[key] : value) : refuse(name + '.' + key);
      defineProperty(restricted, key, { value: freeze(statics), enumerable: true });
    });
    return freeze(restricted);
  };

  const language = parse(languageText);
  const globals = {};
  keys(language.statics).forEach((name) => {
    globals[name] = restrictStatics(name, language.statics[name]);
  });
  keys(language.methods).forEach((name) => restrictMethods(name, language.methods[name]));

  // --- The built-ins

  const shown = (value) => stringify(value) ?? text(typeof value);
  const special = {
    'util.matches': (pattern, value) => javaRegExp(pattern, 'u').test(value),
    'console.log': (...args) => call('console.log', [new Error().stack, ...args.map(shown)]),
    'console.error': (...args) => call('console.error', [new Error().stack, ...args.map(shown)]),
  };
  // In JSON a function would be nothing, and a built-in would do something else than was asked.
  const callWithValues = (name, args) => {
    if (apply(some, args, [(value) => typeof value === 'function'])) fail(name + ' takes no function.');
    return call(name, args);
  };
  const add = (tree, [name, ...rest], builtin) => {
    if (rest.length === 0) tree[name] = freeze(builtin);
    else add((tree[name] ??= {}), rest, builtin);
  };
  const builtins = parse(builtinsText);
  builtins.global.forEach((name) => {
    add(globals, name.split('.'), hasOwn(special, name) ? special[name] : (...args) => callWithValues(name, args));
  });
  const seal = (tree) => {
    keys(tree).forEach((key) => {
      if (typeof tree[key] === 'object') seal(tree[key]);
    });
    return freeze(tree);
  };
  const modules = {
    '@aws-appsync/utils': seal({ util: globals.util, extensions: globals.extensions, runtime: globals.runtime }),
  };
  keys(builtins.modules).forEach((specifier) => {
    modules[specifier] = {};
    builtins.modules[specifier].forEach((name) => {
      add(modules[specifier], name.split('.').slice(1), (...args) => callWithValues(name, args));
    });
    seal(modules[specifier]);
  });
  seal(globals);

  const everything = globalThis;
  getOwnPropertyNames(everything).forEach((name) => {
    if (getOwnPropertyDescriptor(everything, name).configurable) delete everything[name];
  });
  freeze(assign(everything, globals));

  // --- Modules

  // Counts the iterations of the loops of one evaluation.
  const newLoops = () => {
    const counts = [];
    return freeze({
      start: (loop) => {
        counts[loop] = 0;
      },
      step: (loop) => {
        counts[loop] += 1;
        if (counts[loop] > ${MAX_LOOP_ITERATIONS}) fail('A loop has at most ${MAX_LOOP_ITERATIONS} iterations.');
      },
    });
  };

  const link = (instantiate, importsText) => {
    const values = freeze(
      parse(importsText).map(({ module, name }) => (name === '*' ? modules[module] : modules[module][name])),
    );
    return () => instantiate(values, newLoops());
  };

  const run = (linked, handler, ctx) => {
    const handle = linked()[handler];
    if (typeof handle !== 'function') return { missing: true };
    return { result: handle(ctx) ?? null };
  };

  const evaluate = (linked, handler, contextText) => {
    let ctx = {};
    try {
      ctx = parse(contextText);
      const args = ctx.arguments ?? ctx.args ?? {};
      ctx.arguments = args;
      ctx.args = args;
      ctx.stash ??= {};
      const outcome = run(linked, handler, ctx);
      return stringify({ ...outcome, stash: ctx.stash });
    } catch (error) {
      const thrown = { name: error.name, message: error.message, stack: error.stack };
      try {
        return stringify({ thrown, stash: ctx.stash });
      } catch {
        return stringify({ thrown });
      }
    }
  };

  return { link, evaluate };
}
`;
