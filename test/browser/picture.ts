// The README's picture: two browsers side by side.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { ROOT } from '../support/packages/templates';
import { SCREENSHOTS } from './visitor';

/** Set to anything, this environment variable has the picture put where the README shows it. */
const WANTED = 'README_PICTURE';
const README_PICTURE = path.join(ROOT, 'docs/page.png');
const SIZE = { width: 1600, height: 760 };

/** Is the README's picture to be made anew? */
export function isPictureWanted(): boolean {
  return (process.env[WANTED] ?? '') !== '';
}

/** What a browser shows, by what is said of it. */
export type Windows = Readonly<Record<string, Buffer>>;

/** Leaves the picture among the screenshots, and in the README if it is wanted. */
export async function makePicture(browser: Browser, windows: Windows): Promise<void> {
  const page = await browser.newPage({ viewport: SIZE });
  await page.setContent(documentOf(windows));
  const picture = await page.screenshot({ path: path.join(SCREENSHOTS, 'page.png'), fullPage: true });
  await page.close();
  if (isPictureWanted()) writeFileSync(README_PICTURE, picture);
}

function documentOf(windows: Windows): string {
  const figures = Object.entries(windows).map(
    ([caption, image]) =>
      `<figure><figcaption>${caption}</figcaption><img src="data:image/png;base64,${image.toString('base64')}"></figure>`,
  );
  return `<!doctype html>
    <style>
      body { margin: 0; padding: 16px; display: flex; gap: 16px; background: #b9c4ce; font: 600 14px system-ui, sans-serif; }
      figure { margin: 0; flex: 1; border-radius: 10px; overflow: hidden; box-shadow: 0 2px 10px #0004; background: #fff; }
      figcaption { padding: 8px 14px; background: #22303c; color: #fff; }
      img { display: block; width: 100%; }
    </style>
    ${figures.join('')}`;
}
