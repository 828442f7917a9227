// A frame in words.
import { dataBlock, dataIn } from '../board/structured-data';

const KILO = 1000;

/** What kind of frame it is, by the protocols of AppSync; nothing for what is no frame of theirs. */
export function kindOf(text: string): string {
  // A long one was cut, and is no JSON any more: its kind is looked for in what there is.
  return /"type"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? '';
}

/** Indented, if it is whole. */
export function frameBlock(text: string): string {
  const value = dataIn(text);
  return value === undefined ? text : dataBlock(value);
}

/** Characters as people read them: `512 B`, `1.4 kB`. They are bytes, unless there are others than ASCII's. */
export function sizeText(size: number): string {
  return size < KILO ? `${size} B` : `${(size / KILO).toFixed(1)} kB`;
}

/** To the millisecond: `12:03:04.056`. */
export function timeText(at: number): string {
  const time = new Date(at);
  const part = (value: number, length = 2) => String(value).padStart(length, '0');
  return `${part(time.getHours())}:${part(time.getMinutes())}:${part(time.getSeconds())}.${part(time.getMilliseconds(), 3)}`;
}
