// Rooms: `rooms/<id>`, and what is below it, is heard by members only, whose tokens have the id in their claim `rooms`.
import { type Caller, refuse, type SubscribeAnswer } from '../lib/hook';

/** Of a channel's name. */
export function onSubscribe(name: string, caller: Caller): SubscribeAnswer {
  return isMember(name.split('/')[1], caller) ? null : refuse(`Only members hear "${name}".`, 'NotAMember');
}

/** `rooms/<id>/*` is a member's, too; in `rooms/*` there is no id, and in `*` no room. */
export function onSubscribePattern(pattern: string, caller: Caller): SubscribeAnswer {
  return onSubscribe(pattern, caller);
}

function isMember(id: string | undefined, { claims }: Caller): boolean {
  return id !== undefined && id !== '*' && roomsIn(claims['rooms']).indexOf(id) >= 0;
}

/** A claim is whatever its issuer wrote there: a list, or one room. */
function roomsIn(claim: unknown): unknown[] {
  return typeof claim === 'object' && claim ? Object.values(claim) : [claim];
}
