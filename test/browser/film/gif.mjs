// Writes an animated GIF: node gif.mjs FILM.json FILM.gif, where the first is a list of `{ file, milliseconds }`, PNG pictures of one size.
import { readFileSync, writeFileSync } from 'node:fs';
import gifenc from 'gifenc';
import { PNG } from 'pngjs';

const { applyPalette, GIFEncoder, quantize } = gifenc;
/** A GIF's palette has 256 places; the last one is for what stays as it was. */
const COLORS = 255;
/** Of how many pictures the palette is made. */
const SAMPLES = 8;

const [from, to] = process.argv.slice(2);
const pictures = JSON.parse(readFileSync(from, 'utf8'));

function pixelsOf({ file }) {
  return PNG.sync.read(readFileSync(file));
}

const sampled = pictures.filter((_, index) => index % Math.ceil(pictures.length / SAMPLES) === 0);
const palette = quantize(Buffer.concat(sampled.map((picture) => pixelsOf(picture).data)), COLORS);
const gif = GIFEncoder();
let shown;
for (const picture of pictures) {
  const { data, width, height } = pixelsOf(picture);
  const pixels = applyPalette(data, palette);
  const changed = shown ? pixels.map((color, at) => (color === shown[at] ? COLORS : color)) : pixels;
  gif.writeFrame(changed, width, height, {
    ...(shown ? {} : { palette: [...palette, ...Array(COLORS + 1 - palette.length).fill([0, 0, 0])] }),
    delay: picture.milliseconds,
    transparent: shown !== undefined,
    transparentIndex: COLORS,
    // What was shown stays.
    dispose: 1,
  });
  shown = pixels;
}
gif.finish();
writeFileSync(to, gif.bytes());
