// The README's film: what two browsers show while a region fails.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, CDPSession, Locator } from 'playwright-core';
import { runProgram } from '../../tools/child-process';
import { installProblem } from '../../tools/on-demand';
import { ROOT } from '../support/packages/templates';
import { isPictureWanted } from './picture';
import type { Visitor } from './visitor';

const README_FILM = path.join(ROOT, 'docs/failover.gif');
/** What writes it, with packages of its own. */
const WRITER = path.join(__dirname, 'film');
const PICTURES = path.join(ROOT, '.build/film');

/** Milliseconds between two pictures. */
const STEP = 100;
/** Milliseconds that viewers need to read. */
const REST = 800;
/** Milliseconds for which the last picture stays, before the film begins again. */
const END = 1_500;
/** CSS pixels of the map with its legend, and of as many messages. */
const HEIGHT = 296;
/** CSS pixels between panels. */
const GAP = 14;
/** CSS pixels above the number of messages. */
const SPACE = 4;

/** A film in the making. */
export interface Film {
  /** Shows from now on, and says what. */
  scene(caption: string): void;
  /** Shows nothing until the next scene. */
  cuts(): void;
  /** Leaves viewers the time to read. */
  rests(): Promise<void>;
  /** Puts the film where the README shows it. */
  ends(): Promise<void>;
}

const NO_FILM: Film = {
  scene: () => undefined,
  cuts: () => undefined,
  rests: async () => Promise.resolve(),
  ends: async () => Promise.resolve(),
};

/** Films visitors, if the README's pictures are to be made anew. Each of them has a message on the board. */
export async function filmOf(browser: Browser, cast: Readonly<Record<string, Visitor>>): Promise<Film> {
  if (!isPictureWanted()) return NO_FILM;
  const problem = await installProblem(WRITER);
  if (problem !== undefined) throw new Error(`The film's packages were not installed: ${problem}`);
  return new Recording(
    browser,
    await Promise.all(Object.entries(cast).map(async ([name, visitor]) => Camera.on(name, visitor))),
  );
}

/** What holds from a moment on. */
interface Since<T> {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly what: T;
}

/** What holds at a time: before all of them, the first. */
function at<T>(time: number, list: readonly Since<T>[]): T | undefined {
  return (list.findLast(({ from }) => from <= time) ?? list[0])?.what;
}

/** A picture of the film. */
interface Still {
  readonly file: string;
  milliseconds: number;
}

class Recording implements Film {
  readonly #browser: Browser;
  readonly #cameras: readonly Camera[];
  /** None while nothing is shown. */
  readonly #captions: Since<string | undefined>[] = [];

  constructor(browser: Browser, cameras: readonly Camera[]) {
    this.#browser = browser;
    this.#cameras = cameras;
  }

  scene(caption: string): void {
    this.#captions.push({ from: Date.now(), what: caption });
  }

  cuts(): void {
    this.#captions.push({ from: Date.now(), what: undefined });
  }

  async rests(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, REST));
  }

  async ends(): Promise<void> {
    this.cuts();
    for (const camera of this.#cameras) await camera.stops();
    rmSync(PICTURES, { recursive: true, force: true });
    mkdirSync(PICTURES, { recursive: true });
    const stills = await this.#stills();
    const list = path.join(PICTURES, 'film.json');
    writeFileSync(list, JSON.stringify(stills));
    const script = path.join(WRITER, 'gif.mjs');
    const { code, output } = await runProgram({ script, args: [list, README_FILM], cwd: ROOT, isShown: false });
    if (code !== 0) throw new Error(output);
  }

  /** A picture whenever anything has changed. */
  async #stills(): Promise<readonly Still[]> {
    const page = await this.#browser.newPage();
    await page.setContent(documentOf(this.#cameras));
    const stills: Still[] = [];
    let shown: readonly string[] = [];
    const [first, last] = [this.#captions[0]?.from ?? 0, this.#captions.at(-1)?.from ?? 0];
    for (let time = first; time < last; time += STEP) {
      const caption = at(time, this.#captions);
      if (caption === undefined) continue;
      const next = [caption, ...this.#cameras.map(({ shots }) => at(time, shots) ?? '')];
      const still = stills.at(-1);
      if (still && next.every((each, index) => each === shown[index])) {
        still.milliseconds += STEP;
        continue;
      }
      shown = next;
      const file = path.join(PICTURES, `${stills.length}.png`);
      await page.evaluate(`show(${JSON.stringify(next)})`);
      await page.locator('main').screenshot({ path: file });
      stills.push({ file, milliseconds: STEP });
    }
    await page.close();
    return stills.map((still, index) => (index < stills.length - 1 ? still : { ...still, milliseconds: END }));
  }
}

/** A part of a page, in CSS pixels. */
interface Part {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Takes a picture of a page whenever it has changed. */
class Camera {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Data URLs. */
  readonly shots: Since<string>[] = [];
  readonly #session: CDPSession;

  private constructor(name: string, parts: readonly Part[], session: CDPSession) {
    this.name = name;
    this.parts = parts;
    this.#session = session;
    // https://chromedevtools.github.io/devtools-protocol/tot/Page/#event-screencastFrame
    session.on('Page.screencastFrame', ({ data, sessionId }) => {
      this.shots.push({ from: Date.now(), what: `data:image/png;base64,${data}` });
      // The session may have ended meanwhile.
      session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
    });
  }

  static async on(name: string, visitor: Visitor): Promise<Camera> {
    const parts = await partsOf(visitor);
    const session = await visitor.page.context().newCDPSession(visitor.page);
    const camera = new Camera(name, parts, session);
    await session.send('Page.startScreencast', { format: 'png' });
    return camera;
  }

  async stops(): Promise<void> {
    await this.#session.detach();
  }
}

/** Of the page the film shows the status, the map and the newest messages. */
async function partsOf({ page, counts }: Visitor): Promise<readonly Part[]> {
  const map = await placeOf(page.getByRole('region', { name: 'Planet' }));
  const desk = await placeOf(page.getByRole('region', { name: 'Desk' }));
  const head = await placeOf(page.getByRole('banner'));
  const messages = await placeOf(counts);
  const top = head.y + head.height;
  const left = desk.x - GAP / 2;
  const width = head.width;
  return [
    { x: 0, y: top, width, height: map.y - top },
    { x: 0, y: map.y, width: left, height: HEIGHT },
    { x: left, y: messages.y - SPACE, width: width - left, height: HEIGHT },
  ];
}

async function placeOf(locator: Locator): Promise<Part> {
  const place = await locator.boundingBox();
  if (!place) throw new Error(`${String(locator)} is not on the page.`);
  return place;
}

function documentOf(cameras: readonly Camera[]): string {
  const figures = cameras.map(({ name, parts }) => {
    const images = parts.map(
      ({ x, y, width, height }) =>
        `<div style="width: ${width}px; height: ${height}px"><img style="margin: ${-y}px 0 0 ${-x}px"></div>`,
    );
    return `<figure style="width: ${parts[0]?.width}px"><figcaption>${name}</figcaption>${images.join('')}</figure>`;
  });
  return `<!doctype html>
    <style>
      body { margin: 0; font: 600 15px system-ui, sans-serif; }
      main { display: grid; gap: 10px; padding: 10px; width: max-content; background: #b9c4ce; }
      h1 { margin: 0; padding: 9px 16px; border-radius: 10px; background: #0b6e74; color: #fff; font-size: 24px; line-height: 32px; }
      figure { display: flex; flex-wrap: wrap; margin: 0; border-radius: 10px; overflow: hidden; background: #eef1f4; }
      figcaption { width: 100%; padding: 5px 16px; background: #22303c; color: #fff; }
      div { overflow: hidden; }
      img { display: block; }
    </style>
    <main><h1></h1>${figures.join('')}</main>
    <script>
      async function show([caption, ...urls]) {
        document.querySelector('h1').textContent = caption;
        for (const [index, figure] of document.querySelectorAll('figure').entries()) {
          for (const image of figure.querySelectorAll('img')) image.src = urls[index];
        }
        await Promise.all([...document.images].map((image) => image.decode()));
      }
    </script>`;
}
