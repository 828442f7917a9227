// What must hold of the compiled regional stack of every stage and region.
import { type ResourceSchemas, resourceSchemasOf } from '../../local/cloudformation/resource-schema';
import { allTemplates, packagedRegions, templateOf, theResource } from '../support/templates';
import { REQUIREMENTS } from './requirements';

describe.each(allTemplates())('the stack of $stage in $region must', ({ stage, region }) => {
  const template = templateOf(stage, region);
  let schemas: ResourceSchemas;

  beforeAll(async () => {
    schemas = await resourceSchemasOf(new Set(Object.values(template.Resources).map(({ Type }) => Type)));
  });

  it.each(REQUIREMENTS)('$must ($id)', ({ check }) => {
    expect(() => check({ stage, region, template, schemas })).not.toThrow();
  });
});

it('gives every requirement an id of its own', () => {
  const ids = REQUIREMENTS.map(({ id }) => id);

  expect(new Set(ids).size).toBe(ids.length);
});

it('lets clients read the schema in dev, and not in prod', () => {
  const settings = ['dev', 'prod'].map((stage) => {
    const api = theResource(templateOf(stage, 'us-west-2'), 'AWS::AppSync::GraphQLApi').Properties;
    return [api['IntrospectionConfig'], api['QueryDepthLimit']];
  });

  expect(settings).toEqual([
    ['ENABLED', 75],
    ['DISABLED', 3],
  ]);
});

it('spreads a long list of channels over several variables', () => {
  const api = theResource(templateOf('channels', 'us-west-2'), 'AWS::AppSync::GraphQLApi').Properties;

  const { REGION, ...lists } = api['EnvironmentVariables'] as Record<string, string>;

  expect(REGION).toBe('us-west-2');
  expect(Object.keys(lists)).toEqual(['CHANNELS_1', 'CHANNELS_2']);
  expect(Object.values(lists).join(',').split(',')).toHaveLength(7);
});

it('differs between two regions only by their names', () => {
  const regions = packagedRegions('five');

  const neutral = regions.map((region) => JSON.stringify(withoutReplication(region)).replaceAll(region, '<region>'));

  expect(new Set(neutral).size).toBe(1);
});

function withoutReplication(region: string): object {
  const { Resources, ...rest } = templateOf('five', region);
  return {
    ...rest,
    Resources: Object.fromEntries(Object.entries(Resources).filter(([id]) => !id.startsWith('Replicate'))),
  };
}
