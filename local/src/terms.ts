// The terms in which the engine speaks to other programs: errors, JSON, faults, addresses and ports. Loading it loads no service, so
// that a command which only talks to a running engine starts quickly.
export { certificateArnOf } from './acm/acm';
export { AwsError, UserError } from './foundation/errors';
export { bind } from './foundation/http/bind';
export { isJsonArray, isJsonObject, jsonIn, type JsonObject, type JsonValue } from './foundation/json';
export { systemClock } from './foundation/clock';
export type { Log, LoggedSubscription } from './foundation/log';
export { Notices } from './foundation/notices';
export { CONTROL_PATH, FAULTS, MAX_DELAY } from './planet/control';
