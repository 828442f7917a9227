// Compiled templates of a stage with other channels.
import type { JsonObject, JsonValue } from 'local-aws';

/** The same templates, whose APIs allow these channels and patterns, and no others. */
export function templatesAllowing(
  templates: ReadonlyMap<string, JsonObject>,
  channels: readonly string[],
): Map<string, JsonObject> {
  const replace = (name: string, value: JsonValue) => (name === 'CHANNELS_1' ? channels.join(',') : value);
  return new Map(
    [...templates].map(([region, template]) => {
      const text = JSON.stringify(template);
      if (!text.includes('"CHANNELS_1"')) throw new Error(`The template of ${region} has no list of channels.`);
      return [region, JSON.parse(text, replace) as JsonObject];
    }),
  );
}
