// The text of `Fn::Sub`: plain text with `${Name}`, `${Resource.Attribute}` and `${!Literal}` in it.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html

/** A stretch of text, or the name that stands for a value. */
export type Part = { readonly text: string } | { readonly name: string };

const PLACEHOLDER = /\$\{([^}]*)\}/g;
const NAME = /^[A-Za-z0-9:._-]+$/;

/**
 * Takes the text apart.
 * @returns `undefined` when a placeholder holds no name
 */
export function partsOf(template: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: placeholder, 1: content = '', index } of template.matchAll(PLACEHOLDER)) {
    const literal = content.startsWith('!');
    const name = content.trim();
    if (!literal && !NAME.test(name)) return undefined;
    parts.push({ text: template.slice(end, index) });
    parts.push(literal ? { text: `\${${content.slice(1)}}` } : { name });
    end = index + placeholder.length;
  }
  return [...parts, { text: template.slice(end) }];
}
