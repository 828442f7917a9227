// Wildcards of policies: `*` stands for any characters or none, `?` for exactly one.

/**
 * Does the text fit the pattern? Takes time in proportion to the two lengths, whatever the pattern.
 * @param pattern https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let [position, index] = [0, 0];
  // Where to go on when what follows the last `*` does not fit: the `*` then takes one character more.
  let retry: { readonly pattern: number; readonly text: number } | undefined;

  while (index < text.length) {
    const symbol = pattern[position];
    if (symbol === '*') {
      retry = { pattern: position, text: index };
      position += 1;
    } else if (symbol === '?' || (symbol !== undefined && symbol === text[index])) {
      position += 1;
      index += 1;
    } else if (retry) {
      retry = { pattern: retry.pattern, text: retry.text + 1 };
      position = retry.pattern + 1;
      index = retry.text;
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(position));
}

/** As above, for a pattern that is matched again and again: most have no wildcard. */
export function compileWildcard(pattern: string): (text: string) => boolean {
  if (!/[*?]/.test(pattern)) return (text) => text === pattern;
  return (text) => matchesWildcard(pattern, text);
}

/** The parts of an ARN: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const ARN_PARTS = 6;

/**
 * Does the ARN fit the pattern, part by part, as `ArnLike` compares? A wildcard does not reach into the next part.
 * @param pattern https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function matchesArn(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [patternParts, parts] = [partsOf(pattern), partsOf(arn)];
  if (patternParts.length !== ARN_PARTS || parts.length !== ARN_PARTS) return false;
  return patternParts.every((part, index) => matchesWildcard(part, parts[index] ?? ''));
}

/** The resource, which is the last part, may hold colons of its own. */
function partsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  if (parts.length <= ARN_PARTS) return parts;
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}
