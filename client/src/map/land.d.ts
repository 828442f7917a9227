declare module 'virtual:land' {
  /** The continents: the `d` of an SVG path, in the units of projection.ts. */
  export const land: string;
}
