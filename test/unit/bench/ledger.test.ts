// What arrives, what is lost, and what comes twice.
import { Ledger } from '../../../bench/ledger';

it('is done with a message when everybody has it', async () => {
  const ledger = new Ledger(2, 1);
  const { number, complete } = ledger.send(0);

  ledger.arrive(0, number);
  ledger.arrive(1, number);
  await complete;

  expect(ledger).toMatchObject({ deliveries: 2, duplicates: 0, lost: 0 });
});

it('counts a message that comes to somebody twice', () => {
  const ledger = new Ledger(2, 1);
  const { number } = ledger.send(0);

  ledger.arrive(0, number);
  ledger.arrive(0, number);

  expect(ledger).toMatchObject({ deliveries: 1, duplicates: 1 });
});

it('counts a message that comes again when everybody has it', () => {
  const ledger = new Ledger(1, 1);
  const { number } = ledger.send(0);

  ledger.arrive(0, number);
  ledger.arrive(0, number);

  expect(ledger).toMatchObject({ deliveries: 1, duplicates: 1 });
});

it('counts a message of another channel', () => {
  const ledger = new Ledger(2, 2);
  const { number } = ledger.send(1);

  ledger.arrive(0, number);

  expect(ledger).toMatchObject({ deliveries: 0, duplicates: 1 });
});

it('counts what is missing when it gives up', async () => {
  const ledger = new Ledger(3, 1);
  const { number, complete } = ledger.send(0);

  ledger.arrive(0, number);
  ledger.giveUp();
  await complete;

  expect(ledger).toMatchObject({ deliveries: 1, lost: 2 });
});
