// A process that runs the framework's commands one after the other. Each finds what it would find in a process of its own:
// its folder, its environment, no module that remembers another command. Only what holds nothing of a command stays loaded.
'use strict';

const { clearInterval, setInterval } = require('node:timers');

/** In these modules the framework and its plugins keep what they know of a service, and esbuild the folder it is in. */
const STATEFUL = /[\\/]node_modules[\\/](?:serverless(?:-[\w-]+)?|esbuild)[\\/](?!node_modules[\\/])/;
/** But in these are the validators of configurations, by the schemas they were made of: making them takes longest. */
const VALIDATORS =
  /[\\/](?:config-schema-handler[\\/]resolve-ajv-validate|serverless-appsync-plugin[\\/]lib[\\/]validation)\.js$/;
const ESBUILD = /[\\/]node_modules[\\/]esbuild[\\/]lib[\\/]main\.js$/;
/** The last byte of what a command writes, to either stream (framework.ts). */
const MARK = '\0';
/** Milliseconds between two looks whether a command has failed. */
const LOOK = 100;

let isRunning = false;
/** @type {NodeJS.Timeout | undefined} */
let looks;

process.on('message', (/** @type {import('./framework').Command} */ { script, args, cwd, environment }) => {
  isRunning = true;
  // The command has ended when nothing else keeps the process alive.
  process.channel?.unref();
  process.argv = [process.execPath, script, ...args];
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
  looks = setInterval(stopAfterFailure, LOOK).unref();
  require(script);
});

const ownListeners = new Set(process.eventNames().flatMap((name) => process.rawListeners(/** @type {any} */ (name))));

process.on('beforeExit', endCommand);
ownListeners.add(endCommand);

/** serverless-esbuild does not end esbuild when there is a mistake in the code, and esbuild then keeps the process alive. */
function stopAfterFailure() {
  if ((process.exitCode ?? 0) !== 0) stopEsbuild();
}

function stopEsbuild() {
  for (const [file, loaded] of Object.entries(require.cache)) if (ESBUILD.test(file)) void loaded?.exports.stop();
}

function endCommand() {
  if (!isRunning) return;
  isRunning = false;
  clearInterval(looks);
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  forgetCommand();
  process.stdout.write(MARK);
  process.stderr.write(MARK);
  process.channel?.ref();
  process.send?.(code);
}

function forgetCommand() {
  stopEsbuild();
  for (const [file, loaded] of Object.entries(require.cache)) {
    const isKept = (isOthers(file) && !STATEFUL.test(file)) || VALIDATORS.test(file) || loaded === module;
    if (!isKept) Reflect.deleteProperty(require.cache, file);
  }
  // What it wants done at the end of the process may wait for that.
  for (const name of process.eventNames().filter((event) => event !== 'exit')) {
    for (const listener of process.rawListeners(/** @type {any} */ (name))) {
      if (!ownListeners.has(listener)) process.off(name, /** @type {any} */ (listener));
    }
  }
}

/** @param {string} file of the service itself, or of a package */
function isOthers(file) {
  return /[\\/]node_modules[\\/]/.test(file);
}
