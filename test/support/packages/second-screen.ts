// The second screen on a planet: its stack in each region, as `npm start -- --with` deploys it, but in this process.
import path from 'node:path';
import type { JsonObject } from 'local-aws';
import { exclusively } from '../../../tools/deployment/exclusive';
import { putServicePage } from '../../../tools/engine/other-service';
import { deployPackage } from '../../../tools/engine/packaged-planet';
import { buildPageIn, packageOther } from '../../../tools/packaging/packaging';
import type { TestPlanet } from '../planet';
import { ROOT, type Template } from './templates';

const SERVICE = 'examples/second-screen';

/**
 * Packages the application, and deploys it to every region.
 * @param stage of the planet
 * @param environment of its functions, beside what they have
 * @returns the names of its tables, by region
 */
export async function deploySecondScreen(
  planet: TestPlanet,
  stage: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, string>> {
  const request = { root: ROOT, stage, service: SERVICE };
  const packages = await exclusively(ROOT, stage, async () => {
    const stacks = planet.apis.map(async ({ region }) => packageOther(request, region));
    await buildPageIn(ROOT, path.join(SERVICE, 'screen'));
    return Promise.all(stacks);
  });
  const tables = new Map<string, string>();
  await planet.deploy(async ({ regions }) => {
    for (const { region, ...stack } of packages) {
      const place = regions.get(region);
      if (!place) throw new Error(`Region ${region} was not started.`);
      const template = withEnvironment(stack.template as Template, environment);
      const { resources } = await deployPackage(place, { ...stack, template });
      tables.set(region, resources.get('Table')?.physicalId ?? '');
    }
    await putServicePage(path.join(ROOT, SERVICE), stage, { regions });
  });
  return tables;
}

function withEnvironment(template: Template, environment: Readonly<Record<string, string>>): JsonObject {
  const resources = Object.entries(template.Resources).map(([id, resource]) => {
    if (resource.Type !== 'AWS::Lambda::Function') return [id, resource] as const;
    const { Variables: variables } = resource.Properties['Environment'] as { readonly Variables: JsonObject };
    const Environment = { Variables: { ...variables, ...environment } };
    return [id, { ...resource, Properties: { ...resource.Properties, Environment } }] as const;
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}
