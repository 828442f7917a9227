import { Replicas } from '../../src/lambda/replicas';
import { fakeClock } from '../support/clock';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:router:1';
const HOUR = 3_600_000;

it('AC-04 a version is not deleted while a distribution uses it, nor until its copies are gone', async () => {
  const clock = fakeClock();
  const replicas = new Replicas(clock, HOUR);
  const deletion = () => replicas.requireNone(ARN);
  expect(deletion).not.toThrow();

  replicas.add();
  expect(deletion).toThrow(`Lambda was unable to delete ${ARN} because it is a replicated function.`);
  replicas.remove();
  await clock.advance(HOUR - 1);
  expect(deletion).toThrow('because it is a replicated function');
  await clock.advance(1);

  expect(deletion).not.toThrow();
});
