// The page's files in the package: `page/`, and beside it `page.json`, which says how each is to be served.
'use strict';

const { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const FOLDER = 'page';
const MANIFEST = 'page.json';
const SETTINGS = 'config.json';
const INDEX = 'index.html';

/** What the page's policy lets it connect to: in the built page only the front door, from which it came. */
const CONNECT_SOURCES = /connect-src 'self'[^;"]*/;
/** AppSync's own hosts have another one for WebSockets: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
const APPSYNC = '.appsync-api.';
const APPSYNC_REALTIME = '.appsync-realtime-api.';

/** Files below it have the digest of their content in their names. */
const ASSETS = 'assets/';
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Asked about at each visit, so that a new page is seen at once. */
const ASK_EACH_TIME = 'no-cache';

/** @type {Record<string, string>} */
const CONTENT_TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const ANY_CONTENT = 'application/octet-stream';

/** @typedef {Record<string, unknown> & { regions?: { url?: string }[] }} Settings as far as the files depend on them */

/** @typedef {Record<string, { contentType: string, cacheControl: string }>} Manifest by the path below `page/`, in the order of the upload */

/**
 * Writes the page and its manifest into the package.
 *
 * @param {object} page
 * @param {string} page.from the folder of the built page; it may be missing
 * @param {string} page.packageFolder
 * @param {Settings} page.settings what becomes config.json
 * @returns {Manifest}
 */
function writePage({ from, packageFolder, settings }) {
  const folder = path.join(packageFolder, FOLDER);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (existsSync(from)) cpSync(from, folder, { recursive: true });
  writeFileSync(path.join(folder, SETTINGS), JSON.stringify(settings));
  const index = path.join(folder, INDEX);
  if (existsSync(index)) writeFileSync(index, withConnections(readFileSync(index, 'utf8'), settings.regions ?? []));

  const manifest = Object.fromEntries(filesBelow(folder).map((file) => [file, servedAs(file)]));
  writeFileSync(path.join(packageFolder, MANIFEST), JSON.stringify(manifest));
  return manifest;
}

/**
 * The index with a policy that lets the page connect to the front door and to the regions by themselves, and to nothing else.
 *
 * @param {string} page
 * @param {{ url?: string }[]} regions
 */
function withConnections(page, regions) {
  const sources = regions.flatMap(({ url }) => {
    if (url === undefined) return [];
    const { origin } = new URL(url);
    return [origin, origin.replace(/^http/, 'ws').replace(APPSYNC, APPSYNC_REALTIME)];
  });
  return page.replace(CONNECT_SOURCES, ["connect-src 'self'", ...sources].join(' '));
}

/**
 * @param {string} packageFolder
 * @returns {Manifest}
 */
function readManifest(packageFolder) {
  return JSON.parse(readFileSync(path.join(packageFolder, MANIFEST), 'utf8'));
}

/**
 * @param {string} packageFolder
 * @param {string} file its path below `page/`
 */
function contentOf(packageFolder, file) {
  return readFileSync(path.join(packageFolder, FOLDER, file));
}

/**
 * @param {string} folder
 * @returns {string[]} paths below the folder, with slashes; assets first, the index last: no file names one that is not there yet
 */
function filesBelow(folder) {
  const rank = (/** @type {string} */ file) => (file === INDEX ? 2 : file.startsWith(ASSETS) ? 0 : 1);
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

/** @param {string} file */
function servedAs(file) {
  return {
    contentType: CONTENT_TYPES[path.posix.extname(file)] ?? ANY_CONTENT,
    cacheControl: file.startsWith(ASSETS) ? FOR_EVER : ASK_EACH_TIME,
  };
}

module.exports = { contentOf, filesBelow, readManifest, servedAs, withConnections, writePage };
