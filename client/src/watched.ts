// React's side of what changes outside of it.
import { type RefObject, useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import type { Watchable } from './store';

/** A value that is watched. */
export function useWatched<Value>(watchable: Watchable<Value>): Value {
  return useSyncExternalStore(watchable.watch, () => watchable.value);
}

/** The device's time, in milliseconds since 1970, once in each `pace` milliseconds. */
export function useNow(pace: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), pace);
    return () => clearInterval(timer);
  }, [pace]);
  return now;
}

/** An element's width and height inside its border, in pixels; a guess before it is drawn. */
export function useSize(element: RefObject<HTMLElement | null>): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: 700, height: 500 });
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const measure = () => setSize({ width: current.clientWidth, height: current.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    measure();
    return () => observer.disconnect();
  }, [element]);
  return size;
}
