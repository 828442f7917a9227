// What the policies for `events:PutEvents` can ask of an event: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html

/** The condition keys of one event, as far as it has them. */
export function conditionKeysOf({
  source,
  detailType,
}: { readonly source?: string | undefined; readonly detailType?: string | undefined } = {}): Readonly<
  Record<string, string>
> {
  return {
    ...(source !== undefined && { 'events:source': source }),
    ...(detailType !== undefined && { 'events:detail-type': detailType }),
  };
}
