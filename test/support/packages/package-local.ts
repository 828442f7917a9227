// Before tests that look at no stage but `local`.
import { packageStages } from './packages';

export default async function packageLocal(): Promise<void> {
  await packageStages(['local']);
}
