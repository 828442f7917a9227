// What excepted/recalling.ts has, in a stage whose history has every channel.
export { requireHearable as requireRecallable } from 'stage-hooks';
export { covers as recalls } from '../channel';
