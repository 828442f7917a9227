// Domain names, as Route 53 compares them: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
import { MAX_LABEL_LENGTH, MAX_NAME_LENGTH } from './limits';
import { invalidChangeBatch } from './route53-error';

/** In lower case and without the final dot. */
export function normalName(name: string): string {
  const lowerCase = name.toLowerCase();
  return lowerCase.endsWith('.') ? lowerCase.slice(0, -1) : lowerCase;
}

/**
 * A name as above, held to the rules of DNS.
 * @throws AwsError `InvalidChangeBatch`
 */
export function parseName(text: string): string {
  const name = normalName(text);
  if (name.length > MAX_NAME_LENGTH) throw fatal('DomainNameTooLong (Domain name is too long)', text);
  for (const label of name.split('.')) {
    if (label === '') throw fatal('DomainLabelEmpty (Domain label is empty)', text);
    if (label.length > MAX_LABEL_LENGTH) throw fatal('DomainLabelTooLong (Domain label is too long)', text);
  }
  return name;
}

/** The names above a name, the nearest first. */
export function* parentsOf(name: string): Iterable<string> {
  for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) yield name.slice(dot + 1);
}

function fatal(problem: string, text: string) {
  return invalidChangeBatch(`FATAL problem: ${problem} encountered with '${text}'`);
}
