// Whether CloudFormation would take a template.
import { creationOrder, requireResolvable } from '../../local/src/cloudformation/dependencies';
import {
  requireRecognized,
  requireValidResources,
} from '../../local/src/cloudformation/specification/resource-problems';
import type { ResourceSchemas } from '../../local/src/cloudformation/specification/resource-schema';
import { parseTemplate } from '../../local/src/cloudformation/template/template';
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
