// What excepted/keeping.ts has, in a stage whose history has every channel.
export { keyOf as keyToKeep } from '../history';
