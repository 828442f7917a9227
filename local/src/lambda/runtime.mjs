// The process of a function: loads its code once, then answers one invocation after the other.
// Plain JavaScript, because it runs in a Node.js of its own, without whatever the engine was started with.
import { setServers } from 'node:dns';
import { existsSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/** What Lambda's Node.js runtime tries: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html */
const EXTENSIONS = ['.js', '.mjs', '.cjs'];

/**
 * A failure with Lambda's own name.
 * @param {string} errorType
 * @param {string} errorMessage
 */
function failure(errorType, errorMessage) {
  return { errorType, errorMessage, trace: [`${errorType}: ${errorMessage}`] };
}

/**
 * What was thrown, as Lambda's runtime writes it.
 * @param {unknown} thrown
 */
function failureOf(thrown) {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') };
}

/** The pipe to the engine: messages.ts says what goes over it. */
const pipe = new Socket({ fd: 3 });

/**
 * @param {import('./messages').RuntimeMessage['type']} type
 * @param {string} json
 */
function say(type, json) {
  pipe.write(`${type} ${json}\n`);
}

/**
 * Finds the function in the code: `path/to/file.export`.
 * @param {string} handler
 */
async function load(handler) {
  const [, file, exported] = /^(.*[/\\]?[^./\\]+)\.([^.]+)$/.exec(handler) ?? [];
  if (file === undefined || exported === undefined) {
    throw failure('Runtime.MalformedHandlerName', `Bad handler ${handler}`);
  }
  const found = EXTENSIONS.map((extension) => path.resolve(file + extension)).find((candidate) =>
    existsSync(candidate),
  );
  if (found === undefined) {
    const name = path.basename(file);
    throw failure('Runtime.ImportModuleError', `Error: Cannot find module '${name}'`);
  }
  const module = await imported(found);
  const called = module[exported] ?? module.default?.[exported];
  if (called === undefined) {
    throw failure('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (typeof called !== 'function') throw failure('Runtime.HandlerNotFound', `${handler} is not a function`);
  return called;
}

/** @param {string} file */
async function imported(file) {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw failure('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`);
    throw failureOf(error);
  }
}

/**
 * Calls a handler that returns a promise, or that calls back.
 * @param {Function} handler
 * @param {import('./messages').InvokeMessage} message
 * @returns {Promise<unknown>}
 */
function invoke(handler, { event, context, deadline }) {
  return new Promise((resolve, reject) => {
    // A handler that neither promises nor calls back has ended when nothing is left to do.
    const idle = () => resolve(null);
    process.once('beforeExit', idle);
    const settle = (/** @type {() => void} */ end) => {
      process.off('beforeExit', idle);
      pipe.ref();
      end();
    };
    const callback = (/** @type {unknown} */ error, /** @type {unknown} */ result) =>
      settle(() => (error === null || error === undefined ? resolve(result) : reject(error)));
    const whole = { ...context, getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()) };
    const returned = handler(event, whole, callback);
    if (typeof returned?.then === 'function') {
      returned.then(
        (/** @type {unknown} */ value) => callback(null, value),
        (/** @type {unknown} */ error) => settle(() => reject(error)),
      );
      return;
    }
    pipe.unref();
  });
}

/**
 * @param {Function} handler
 * @param {import('./messages').InvokeMessage} message
 */
async function answer(handler, message) {
  try {
    const payload = JSON.stringify((await invoke(handler, message)) ?? null);
    pipe.ref();
    say('returned', payload);
  } catch (error) {
    pipe.ref();
    say('failed', JSON.stringify(failureOf(error)));
  }
}

// The engine is gone.
pipe.on('error', () => undefined).on('close', () => process.exit());

const [, , handlerName = '', dnsPort = ''] = process.argv;
if (dnsPort !== '') setServers([`127.0.0.1:${dnsPort}`]);

try {
  const handler = await load(handlerName);
  /** @type {string[]} */
  let pieces = [];
  pipe.setEncoding('utf8').on('data', (piece) => {
    pieces.push(String(piece));
    // The engine wants one thing at a time.
    if (!pieces.at(-1)?.endsWith('\n')) return;
    const message = /** @type {import('./messages').InvokeMessage} */ (JSON.parse(pieces.join('')));
    pieces = [];
    void answer(handler, message);
  });
  say('ready', 'null');
} catch (error) {
  say('failed', JSON.stringify(error));
}
