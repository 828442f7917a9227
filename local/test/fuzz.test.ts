// Thousands of broken rules: each is accepted, or refused by name.
import fc from 'fast-check';
import { TakenEvent } from '../src/eventbridge/buses/taken-event';
import { DeliveryFailure } from '../src/eventbridge/delivery/delivery-failure';
import { parseInput } from '../src/eventbridge/inputs/input-definition';
import { compileEventPattern } from '../src/eventbridge/patterns/event-pattern';
import { AwsError } from '../src/foundation/errors';
import { anEvent } from './support/eventbridge';
import { anyInput, anyJson, anyPattern, tryAll } from './support/malformed';

it('takes or refuses 4,000 event patterns', async () => {
  const event = anEvent({ detail: { a: [1, 'x', null], 'a.b': { c: [[{ d: 1 }]] } } });

  await expect(
    tryAll({ runs: 4_000 }, fc.tuple(anyPattern, anyJson), ([pattern, detail]) =>
      refusing(() => {
        const compiled = compileEventPattern(pattern);
        compiled.matches(event);
        compiled.matches({ ...event, detail });
      }),
    ),
  ).resolves.toBeUndefined();
});

it('takes or refuses 4,000 inputs of targets', async () => {
  const rule = { name: 'rule', arn: 'arn:aws:events:us-west-2:123456789012:rule/rule' };

  await expect(
    tryAll({ runs: 4_000 }, fc.tuple(anyInput, anyJson), ([target, value]) =>
      refusing(() => {
        const input = parseInput(target, 'target');
        input({ taken: new TakenEvent(anEvent({ detail: { a: value, b: '"' } }), 0, false), rule }).value();
      }),
    ),
  ).resolves.toBeUndefined();
});

/** Runs what may refuse, but only by name. */
function refusing(attempt: () => void): void {
  try {
    attempt();
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof DeliveryFailure)) throw error;
  }
}
