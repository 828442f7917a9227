// CF-13: what public projects compile to, in the least that has its shape: it runs, or a sentence names what the engine does not run.
import { type Engine, type EngineRegion, startEngine } from '../../src';
import type { JsonObject } from '../../src/foundation/json';
import shapes from '../cases/other-templates.json';
import { type Inventory, inventoryOf } from '../support/inventory';
import { zipOf } from '../support/lambda';
import { fakeLog } from '../support/region';

const REGION = 'us-east-1';

/** The least that has a shape. */
interface OtherTemplate {
  readonly shape: string;
  /** Where such things are. */
  readonly source: string;
  /** A part of the engine's sentence; none of a template that runs. */
  readonly refusal?: string;
  readonly template: JsonObject;
}

const templates = shapes as unknown as readonly OtherTemplate[];
const log = fakeLog();
let engine: Engine;
let region: EngineRegion;
let inventory: Inventory;

beforeAll(async () => {
  engine = await startEngine({ regions: [{ name: REGION }], log });
  const found = engine.regions.get(REGION);
  if (!found) throw new Error(`${REGION} was not started.`);
  region = found;
  await region.createStack({
    stackName: 'uploads',
    template: { Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'uploads' } } } },
  });
  const body = Buffer.from(zipOf({ 'index.js': 'exports.handler = async () => undefined;' }));
  region.s3.putObject('uploads', 'function.zip', { body, contentType: 'application/zip' });
  inventory = await inventoryOf(engine, REGION);
});

afterEach(async () => {
  await region.deleteStack('other');
});

afterAll(async () => {
  await engine.stop();
  const [fault] = log.faults;
  if (fault !== undefined) throw new Error('The engine had a fault.', { cause: fault });
});

test.each(templates.filter(({ refusal }) => refusal === undefined))('$shape: runs', async ({ template }) => {
  const { status } = await region.createStack({ stackName: 'other', template });

  expect(status).toBe('CREATE_COMPLETE');
});

test.each(templates.filter(({ refusal }) => refusal !== undefined))('$shape: $refusal', async (other) => {
  await expect(region.createStack({ stackName: 'other', template: other.template })).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringContaining(other.refusal ?? '') as string,
  });
});

test('Nothing is left of any of them', async () => {
  expect(await inventoryOf(engine, REGION)).toEqual(inventory);
});
