// What must hold of the compiled regional stack of every stage and region.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { certificateArnOf } from 'local-aws';
import { type ResourceSchemas, resourceSchemasOf } from 'local-aws/specification';
import {
  allTemplates,
  artifactFolder,
  packagedRegions,
  resourcesOf,
  templateOf,
  theResource,
} from '../support/packages/templates';
import { REQUIREMENTS } from './requirements/requirements';

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

it('has an API key in dev, and none in prod', () => {
  const keys = ['dev', 'prod'].map(
    (stage) => resourcesOf(templateOf(stage, 'us-west-2'), 'AWS::AppSync::ApiKey').length,
  );

  expect(keys).toEqual([1, 0]);
});

it('trusts the key of this machine only in the stage local', () => {
  const issuers = ['local', 'dev', 'prod'].map((stage) => {
    const { Environment } = theResource(templateOf(stage, 'us-west-2'), 'AWS::Lambda::Function').Properties;
    return (Environment as { Variables: { ISSUERS: string } }).Variables.ISSUERS;
  });

  expect(issuers.map((text) => text.includes('"kid":"local-'))).toEqual([true, false, false]);
});

it('packages the authorizer in less than 100 KB', () => {
  const folder = artifactFolder('prod', 'us-west-2');

  const sizes = readdirSync(folder).map((file) => statSync(path.join(folder, file)).size);

  expect(sizes).toHaveLength(1);
  expect(sizes[0]).toBeLessThan(100_000);
});

it('spreads a long list of channels over several variables', () => {
  const api = theResource(templateOf('channels', 'us-west-2'), 'AWS::AppSync::GraphQLApi').Properties;

  const { REGION, HISTORY_HOURS, ...lists } = api['EnvironmentVariables'] as Record<string, string>;

  expect({ REGION, HISTORY_HOURS }).toEqual({ REGION: 'us-west-2', HISTORY_HOURS: '1' });
  expect(Object.keys(lists)).toEqual(['CHANNELS_1', 'CHANNELS_2']);
  expect(Object.values(lists).join(',').split(',')).toHaveLength(7);
});

it('differs between two regions only by their names', () => {
  const regions = packagedRegions('five');

  const neutral = regions.map((region) => neutralised(region));

  expect(new Set(neutral).size).toBe(1);
});

/** The front door's, in us-east-1 for every region. */
const CERTIFICATE = certificateArnOf('five.example.com');

/** The template without what may differ: the region's name, and the time in the key of the function's zip. */
function neutralised(region: string): string {
  const template = JSON.stringify(withoutReplication(region)).replaceAll(CERTIFICATE, '<certificate>');
  const text = template.replaceAll(region, '<region>');
  return text.replaceAll(/\d{13}-\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>');
}

function withoutReplication(region: string): object {
  const { Resources, ...rest } = templateOf('five', region);
  return {
    ...rest,
    Resources: Object.fromEntries(Object.entries(Resources).filter(([id]) => !id.startsWith('Replicate'))),
  };
}
