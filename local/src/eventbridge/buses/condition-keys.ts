// What the policies for `events:PutEvents` can ask of an event: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html

/** What is asked of an event; an entry of a request may lack it. */
interface Asked {
  readonly source?: string | undefined;
  readonly 'detail-type'?: string | undefined;
}

/** The condition keys of one event, as far as it has them. */
export function conditionKeysOf({ source, 'detail-type': detailType }: Asked): Readonly<Record<string, string>> {
  const keys: Record<string, string> = {};
  if (source !== undefined) keys['events:source'] = source;
  if (detailType !== undefined) keys['events:detail-type'] = detailType;
  return keys;
}
