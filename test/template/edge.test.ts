// What must hold of the compiled front door of every stage, and that breaking it is noticed.
import { type ResourceSchemas, resourceSchemasOf } from 'local-aws/specification';
import { EDGE_STAGES, edgeTemplateOf, type Template } from '../support/packages/templates';
import { EDGE_REQUIREMENTS } from './requirements/edge-requirements';
import { edgeMutations, mutated } from './requirements/mutation';

const MUTATED_STAGE = 'local';

async function schemasOf(template: Template): Promise<ResourceSchemas> {
  return resourceSchemasOf(new Set(Object.values(template.Resources).map(({ Type }) => Type)));
}

describe.each(EDGE_STAGES)('the front door of %s must', (stage) => {
  const template = edgeTemplateOf(stage);
  let schemas: ResourceSchemas;

  beforeAll(async () => {
    schemas = await schemasOf(template);
  });

  it.each(EDGE_REQUIREMENTS)('$must ($id)', ({ check }) => {
    expect(() => check({ stage, template, schemas })).not.toThrow();
  });
});

it('gives every requirement an id of its own', () => {
  const ids = EDGE_REQUIREMENTS.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
});

describe('the requirements', () => {
  const original = edgeTemplateOf(MUTATED_STAGE);
  let schemas: ResourceSchemas;

  beforeAll(async () => {
    schemas = await schemasOf(original);
  });

  it.each(edgeMutations())('catch $id', (mutation) => {
    const template = mutated(original, mutation);

    const failing = EDGE_REQUIREMENTS.filter(({ check }) => {
      try {
        check({ stage: MUTATED_STAGE, template, schemas });
        return false;
      } catch {
        return true;
      }
    });

    expect(mutation.requirements).not.toHaveLength(0);
    expect(failing.map(({ id }) => id)).toEqual(mutation.requirements);
  });
});
