// Whether CloudFormation would take a template.
import {
  creationOrder,
  parseTemplate,
  requireRecognized,
  requireResolvable,
  requireValidResources,
  type ResourceSchemas,
} from 'local-aws/specification';
import type { Template } from '../../support/packages/templates';

/** The template holds nothing that CloudFormation would refuse before it creates anything. */
export function expectAccepted({
  template,
  schemas,
}: {
  readonly template: Template;
  readonly schemas: ResourceSchemas;
}): void {
  const parsed = parseTemplate(template);
  requireResolvable(parsed);
  requireRecognized(parsed, schemas);
  requireValidResources(parsed, schemas, () => true);
  expect(creationOrder(parsed.resources, () => true)).toHaveLength(parsed.resources.size);
}
