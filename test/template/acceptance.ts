// Whether CloudFormation would take a template.
import { creationOrder, requireResolvable } from '../../local/cloudformation/dependencies';
import { requireRecognized, requireValidResources } from '../../local/cloudformation/resource-problems';
import type { ResourceSchemas } from '../../local/cloudformation/resource-schema';
import { parseTemplate } from '../../local/cloudformation/template';
import type { Template } from '../support/templates';

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
