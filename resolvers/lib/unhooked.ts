// What hooked.ts has, in a stage without hooks.
export { requireHearable } from './hearing';
export { publicationOf } from './publication';
