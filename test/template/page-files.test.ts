// The page in the package: what is uploaded, in which order, and how it is served.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { JsonObject } from 'local-aws';
import { readManifest, writePage } from '../../edge/page/files';

const FOR_EVER = 'public, max-age=31536000, immutable';
const ASK_EACH_TIME = 'no-cache';

let folder: string;
let built: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'page-'));
  built = path.join(folder, 'built');
  for (const file of ['index.html', 'favicon.svg', 'assets/app-1a2b.js', 'assets/app-3c4d.css', 'assets/odd']) {
    mkdirSync(path.join(built, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(built, file), file);
  }
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(from: string, settings: JsonObject = { stage: 'test' }) {
  writePage({ from, packageFolder: folder, settings });
  return readManifest(folder);
}

it('serves assets from caches for ever, and asks for everything else each time', () => {
  expect(write(built)).toEqual({
    'assets/app-1a2b.js': { contentType: 'text/javascript; charset=utf-8', cacheControl: FOR_EVER },
    'assets/app-3c4d.css': { contentType: 'text/css; charset=utf-8', cacheControl: FOR_EVER },
    'assets/odd': { contentType: 'application/octet-stream', cacheControl: FOR_EVER },
    'config.json': { contentType: 'application/json', cacheControl: ASK_EACH_TIME },
    'favicon.svg': { contentType: 'image/svg+xml', cacheControl: ASK_EACH_TIME },
    'index.html': { contentType: 'text/html; charset=utf-8', cacheControl: ASK_EACH_TIME },
  });
});

it('uploads no file before those that it names', () => {
  const order = Object.keys(write(built));

  expect(order.map((file) => file.startsWith('assets/'))).toEqual([true, true, true, false, false, false]);
  expect(order.at(-1)).toBe('index.html');
});

it('writes the settings of the stage', () => {
  write(built, { stage: 'dev' });

  expect(JSON.parse(readFileSync(path.join(folder, 'page/config.json'), 'utf8'))).toEqual({ stage: 'dev' });
});

it('lets the page connect to the regions, and leaves the page that was built as it was', () => {
  const policy = `<meta http-equiv="Content-Security-Policy" content="connect-src 'self'; base-uri 'none'">`;
  writeFileSync(path.join(built, 'index.html'), policy);

  write(built, { regions: [{ url: 'https://a.example.com' }, { url: 'https://b.appsync-api.r.amazonaws.com' }] });

  const page = readFileSync(path.join(folder, 'page/index.html'), 'utf8');
  const sources = [
    ...['https://a.example.com', 'wss://a.example.com'],
    ...['https://b.appsync-api.r.amazonaws.com', 'wss://b.appsync-realtime-api.r.amazonaws.com'],
  ];
  expect(page).toBe(policy.replace("'self'", `'self' ${sources.join(' ')}`));
  expect(readFileSync(path.join(built, 'index.html'), 'utf8')).toBe(policy);
});

it('keeps nothing of the page before', () => {
  write(built);
  rmSync(path.join(built, 'assets/odd'));

  expect(write(built)).not.toHaveProperty(['assets/odd']);
});

it('has only the settings while the page is not built', () => {
  expect(Object.keys(write(path.join(folder, 'missing')))).toEqual(['config.json']);
});
