// The order in which a stack's resources are created: each after those that it needs.
import { UserError } from '../foundation/errors';
import { isPseudoParameter } from './template/pseudo-parameter';
import { type Reference, referencesOf } from './template/reference';
import type { ResourceDeclaration, Template } from './template/template';

const WITHOUT_ATTRIBUTE =
  'Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute';

/**
 * Refuses a template that refers to what it does not define.
 * @throws UserError `UNRESOLVED_DEPENDENCY`, or `TEMPLATE_INVALID` for an attribute without a name, with CloudFormation's sentence
 */
export function requireResolvable(template: Template): void {
  const { resources, outputs } = template;
  for (const [logicalId, { properties, dependsOn }] of resources) {
    requireDefined(template, 'Resources', referencesOf(properties), `Resources.${logicalId}`);
    const missing = dependsOn.filter((name) => !resources.has(name));
    if (missing.length > 0) throw unresolved(missing, 'Resources', `Resources.${logicalId}.DependsOn`);
  }
  for (const [name, { value }] of outputs) {
    requireDefined(template, 'Outputs', referencesOf(value), `Outputs.${name}`);
  }
}

function requireDefined(
  { resources, parameters }: Template,
  block: string,
  references: Iterable<Reference>,
  where: string,
): void {
  for (const { name, attribute, by } of references) {
    // https://github.com/ittus/aws-lambda-vpc-nat-examples/issues/28
    if (by === 'Fn::GetAtt' && attribute === '')
      throw new UserError('TEMPLATE_INVALID', `${WITHOUT_ATTRIBUTE} (at ${where})`);
    if (resources.has(name)) continue;
    if (by === 'Fn::GetAtt') {
      throw dangling(`Template error: instance of Fn::GetAtt references undefined resource ${name}`, where);
    }
    if (attribute !== undefined) {
      const named = `${name}.${attribute}`;
      throw dangling(`Template error: instance of Fn::Sub references invalid resource attribute ${named}`, where);
    }
    if (!parameters.has(name) && !isPseudoParameter(name)) throw unresolved([name], block, where);
  }
}

/**
 * Puts resources in the order in which they can be created; where two do not need each other, the template's order stays.
 * @param holds tells whether a condition holds
 * @throws UserError `CIRCULAR_DEPENDENCY` with CloudFormation's sentence
 */
export function creationOrder(
  resources: ReadonlyMap<string, ResourceDeclaration>,
  holds: (condition: string) => boolean,
): readonly string[] {
  const waiting = new Map([...resources].map(([id, resource]) => [id, needsOf(resource, resources, holds)]));
  const order: string[] = [];
  for (let next = readyOf(waiting); next !== undefined; next = readyOf(waiting)) {
    waiting.delete(next);
    order.push(next);
  }
  if (waiting.size === 0) return order;
  const circle = circleOf(waiting).join(', ');
  throw new UserError('CIRCULAR_DEPENDENCY', `Circular dependency between resources: [${circle}]`);
}

/** The first that needs nothing that still waits. */
function readyOf(waiting: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  return [...waiting.keys()].find((id) => ![...(waiting.get(id) ?? [])].some((need) => waiting.has(need)));
}

/** The resources that a resource needs: it is created after them, and deleted before. */
export function needsOf(
  { properties, dependsOn }: ResourceDeclaration,
  resources: ReadonlyMap<string, unknown>,
  holds: (condition: string) => boolean,
): ReadonlySet<string> {
  const referred = [...referencesOf(properties, holds)].map(({ name }) => name);
  return new Set([...referred, ...dependsOn].filter((name) => resources.has(name)));
}

/** What is left when those are taken away that nothing in the circle needs. */
function circleOf(needs: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const needed = new Set([...needs.values()].flatMap((ids) => [...ids]));
  const rest = new Map([...needs].filter(([id]) => needed.has(id)));
  return rest.size === needs.size ? [...needs.keys()] : circleOf(rest);
}

function unresolved(names: readonly string[], block: string, where: string): UserError {
  return dangling(
    `Template format error: Unresolved resource dependencies [${names.join(', ')}] in the ${block} block of the template`,
    where,
  );
}

function dangling(sentence: string, where: string): UserError {
  return new UserError('UNRESOLVED_DEPENDENCY', `${sentence} (at ${where})`);
}
