// Who subscribed to what, in words.
import { isJsonObject, type JsonObject, type LoggedSubscription } from 'local-aws/terms';

/**
 * Says it as a person would: "ana subscribed to tech at Sydney".
 * @param placeOf what people call the place of a region
 */
export function sentenceOf({ to, identity, region }: LoggedSubscription, placeOf: (region: string) => string): string {
  return `${nameOf(identity)} subscribed to ${channelOf(to)} at ${placeOf(region)}.`;
}

function channelOf(to: LoggedSubscription['to']): string {
  if ('channel' in to) return to.channel.replace(/^\//, '');
  const { name } = to.args;
  return typeof name === 'string' ? name : to.field;
}

/** The subject of a token, as the authorizer hands it on, which a guest has not; the name of a user or role. */
function nameOf(identity: JsonObject | null): string {
  const { resolverContext, handlerContext, username } = identity ?? {};
  const context = resolverContext ?? handlerContext;
  const name = isJsonObject(context) ? (context['sub'] ?? 'A guest') : username;
  return typeof name === 'string' ? name : 'A client with an API key';
}
