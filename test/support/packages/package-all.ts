// Before tests of every stage.
import { packageStages } from './packages';
import { OWN_STAGES, TEST_STAGES } from './templates';

export default async function packageAll(): Promise<void> {
  await packageStages([...OWN_STAGES, ...TEST_STAGES]);
}
