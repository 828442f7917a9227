// Compiled templates of a stage with other channels.
import type { JsonObject, JsonValue } from 'local-aws';

/** The list in the code of a channel namespace. */
const LIST = /(?<=CHANNELS_1: ")[^"]*/g;

/**
 * The same templates, whose APIs allow these channels and patterns, and no others. An Event API keeps its namespaces, each with those
 * of its own.
 */
export function templatesAllowing(
  templates: ReadonlyMap<string, JsonObject>,
  channels: readonly string[],
): Map<string, JsonObject> {
  const listed = (list: string) => channels.filter((channel) => firstPartOf(channel) === firstPartOf(list)).join(',');
  const replace = (name: string, value: JsonValue) => {
    if (name === 'CHANNELS_1') return channels.join(',');
    return typeof value === 'string' ? value.replaceAll(LIST, listed) : value;
  };
  return new Map(
    [...templates].map(([region, template]) => {
      const text = JSON.stringify(template);
      if (!text.includes('"CHANNELS_1"')) throw new Error(`The template of ${region} has no list of channels.`);
      return [region, JSON.parse(text, replace) as JsonObject];
    }),
  );
}

/** @param list channels with commas between them */
function firstPartOf(list: string): string | undefined {
  return /^[^,/]*/.exec(list)?.[0];
}
