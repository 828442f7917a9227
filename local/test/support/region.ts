// Where the services of the tests are, and stand-ins for those that a test does not have.
import { ACCOUNT_ID, PARTITION } from '../../src/foundation/account';
import { idsOf } from '../../src/foundation/ids';
import type { Log } from '../../src/foundation/log';
import type { Region } from '../../src/foundation/region';
import { fakeClock } from './clock';

export { ACCOUNT_ID };

/** What the log of a test holds. */
export interface FakeLog extends Log {
  readonly lines: readonly string[];
  readonly faults: readonly unknown[];
}

/** Builds a log. */
export function fakeLog(): FakeLog {
  const lines: string[] = [];
  const faults: unknown[] = [];
  return {
    lines,
    faults,
    info: (line) => {
      lines.push(line);
    },
    fault: (error) => {
      faults.push(error);
    },
  };
}

/** Builds a region. */
export function aRegion(overrides: Partial<Region> = {}): Region {
  const { name = 'us-west-2' } = overrides;
  return {
    name,
    accountId: ACCOUNT_ID,
    partition: PARTITION,
    clock: fakeClock(),
    log: fakeLog(),
    ids: idsOf(Buffer.from('seed'), name),
    ...overrides,
  };
}

/** A service that must not be called for anything but these methods. */
export function serviceWith<Service extends object>(service: string, methods: Partial<Service> = {}): Service {
  return new Proxy(methods as Service, {
    get: (target, method) => {
      if (method in target) return Reflect.get(target, method) as unknown;
      throw new Error(`${service} was not expected to be asked for ${String(method)}.`);
    },
  });
}
