// A Chromium for tests: the one of the machine or, on a machine without one, the one that an npm package ships.
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { scriptOf } from '../../../tools/child-process';
import { ROOT } from '../packages/templates';

/** Where browsers are that are Chromium: on Linux, on macOS, on Windows. */
const USUAL_PLACES = [
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** No sandbox, which containers do not allow; and nothing that calls home. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What the folders of installed browsers begin with, before the version. */
const NAME = 'chromium-';
/** The value of TEST_BROWSER for the browser of the npm package. */
const PACKAGED = 'packaged';
/** What it is installed from: 67 MB, which nobody needs who has a browser. */
const PACKAGE = path.join(__dirname, 'chromium');
const INSTALL = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-workspaces'];

/** An executable, and what it needs around it. */
interface Installation {
  readonly executablePath: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a browser without a window. The environment variable TEST_BROWSER chooses one: the path of a Chromium, or `packaged`.
 * @throws Error with a sentence when no browser starts
 */
export async function launchBrowser(): Promise<Browser> {
  const wanted = process.env['TEST_BROWSER'] ?? '';
  if (wanted === PACKAGED) return launch(await packaged());
  if (wanted !== '') return launch({ executablePath: wanted });
  for (const executablePath of USUAL_PLACES.filter((place) => existsSync(place))) {
    // What is there may be a stub that only asks to install the browser, as on Ubuntu: then the next one is tried.
    const browser = await launch({ executablePath }).catch(() => undefined);
    if (browser) return browser;
  }
  return launch(await packaged());
}

async function launch({ executablePath, env }: Installation): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS, ...(env && { env: { ...process.env, ...env } }) });
}

/** Installs the package's browser, once for each version, with the libraries and the font that a bare machine lacks. */
async function packaged(): Promise<Installation> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium was found: install one, or set TEST_BROWSER to the path of one.');
  }
  const { dependencies } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as {
    readonly dependencies: { readonly '@sparticuz/chromium': string };
  };
  const folder = path.join(ROOT, '.build', `${NAME}${dependencies['@sparticuz/chromium']}`);
  if (!existsSync(folder)) await install(folder);
  return {
    executablePath: path.join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [path.join(folder, 'al2023/lib'), process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

/**
 * The package unpacks into the folder for temporary files, and its libraries only where it takes itself to be in Lambda: a
 * process of its own is told so. A test that runs at the same time sees the whole folder or none.
 */
async function install(folder: string): Promise<void> {
  process.stderr.write('No Chromium was found: one is installed from npm, 67 MB.\n');
  const unfinished = `${folder}-${process.pid}`;
  const run = promisify(execFile);
  try {
    cpSync(PACKAGE, unfinished, { recursive: true });
    await run(process.execPath, [scriptOf('npm', ROOT), ...INSTALL], { cwd: unfinished });
    await run(process.execPath, ['-e', "require('@sparticuz/chromium').executablePath()"], {
      cwd: unfinished,
      env: { ...process.env, TMPDIR: unfinished, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' },
    });
    rmSync(path.join(unfinished, 'node_modules'), { recursive: true });
    writeFileSync(path.join(unfinished, 'fonts.conf'), fontsIn(folder));
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  forgetOthers(folder);
}

/** Removes the browsers of other versions: each takes 200 MB, and the tests of this folder use one. */
function forgetOthers(folder: string): void {
  const [place, installed] = [path.dirname(folder), path.basename(folder)];
  // What begins with its name is another test's, which installs it at this moment.
  const others = readdirSync(place).filter((entry) => entry.startsWith(NAME) && !entry.startsWith(installed));
  for (const entry of others) rmSync(path.join(place, entry), { recursive: true, force: true });
}

/** Fontconfig's settings: the machine's fonts, and the package's one. */
function fontsIn(folder: string): string {
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts', path.join(folder, 'fonts')];
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((each) => `  <dir>${each}</dir>`).join('\n')}
  <cachedir>${path.join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
