// Before tests that look at no stages but `local` and, for what a setting changes in the code, `channels`.
import { packageStages } from './packages';

export default async function packageLocal(): Promise<void> {
  await packageStages(['local', 'channels']);
}
