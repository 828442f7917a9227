// Health checks: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
import { createHash } from 'node:crypto';
import type { Clock } from '../foundation/clock';
import type { Ids } from '../foundation/ids';
import { MAX_CHILD_HEALTH_CHECKS } from './limits';
import type { AlarmReader, HealthCheckDefinition } from './route53';
import { invalidInput, noSuchHealthCheck } from './route53-error';

const MINUTE = 60_000;
/** Where the parts of an id begin and end, as in a UUID: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheck.html */
const ID_PARTS = [
  [0, 8],
  [8, 12],
  [12, 16],
  [16, 20],
  [20, 32],
] as const;
/** Characters that an id is made from. */
const SEED_LENGTH = 32;

interface HealthCheck {
  readonly definition: HealthCheckDefinition;
  /** Of the alarm, when it was last OK or in alarm. */
  lastKnown: boolean;
}

/** The account's health checks. Each is read when somebody asks; once a minute, so that the last known state is none of long ago. */
export class HealthChecks {
  readonly #alarms: AlarmReader;
  readonly #ids: Ids;
  readonly #clock: Clock;
  readonly #checks = new Map<string, HealthCheck>();
  #cancel: () => void = () => undefined;

  constructor({ alarms, ids, clock }: { readonly alarms: AlarmReader; readonly ids: Ids; readonly clock: Clock }) {
    this.#alarms = alarms;
    this.#ids = ids;
    this.#clock = clock;
    this.#wait();
  }

  /** @throws AwsError `InvalidInput`, `NoSuchHealthCheck` */
  create(definition: HealthCheckDefinition): string {
    this.#validate(definition);
    const id = this.#newId();
    this.#checks.set(id, { definition, lastKnown: true });
    return id;
  }

  has(id: string): boolean {
    return this.#checks.has(id);
  }

  /** @throws AwsError `NoSuchHealthCheck` */
  isHealthy(id: string): boolean {
    const check = this.#checks.get(id);
    if (!check) throw noSuchHealthCheck(id);
    const { definition } = check;
    return (
      (definition.type === 'CALCULATED' ? this.#calculated(definition) : this.#followed(check)) !== definition.inverted
    );
  }

  /** Reads no alarm any more by itself. */
  stop(): void {
    this.#cancel();
  }

  #calculated({ childHealthChecks = [], healthThreshold = childHealthChecks.length }: HealthCheckDefinition): boolean {
    return childHealthChecks.filter((child) => this.isHealthy(child)).length >= healthThreshold;
  }

  #followed(check: HealthCheck): boolean {
    const { alarm, insufficientDataHealthStatus = 'LastKnownStatus' } = check.definition;
    const state = alarm && this.#alarms(alarm.region, alarm.name);
    if (state === 'OK' || state === 'ALARM') {
      check.lastKnown = state === 'OK';
      return check.lastKnown;
    }
    return insufficientDataHealthStatus === 'LastKnownStatus'
      ? check.lastKnown
      : insufficientDataHealthStatus === 'Healthy';
  }

  #validate({ type, alarm, childHealthChecks = [], healthThreshold = 0 }: HealthCheckDefinition): void {
    if ((type === 'CLOUDWATCH_METRIC') !== (alarm !== undefined)) {
      throw invalidInput(`Invalid parameter : AlarmIdentifier must be specified for CLOUDWATCH_METRIC alone.`);
    }
    if ((type === 'CALCULATED') !== childHealthChecks.length > 0) {
      throw invalidInput('Invalid parameter : ChildHealthChecks must be specified for CALCULATED alone.');
    }
    if (
      childHealthChecks.length > MAX_CHILD_HEALTH_CHECKS ||
      healthThreshold < 0 ||
      healthThreshold > MAX_CHILD_HEALTH_CHECKS
    ) {
      throw invalidInput(`Invalid parameter : at most ${MAX_CHILD_HEALTH_CHECKS} ChildHealthChecks.`);
    }
    const unknown = childHealthChecks.find((child) => !this.#checks.has(child));
    if (unknown !== undefined) throw noSuchHealthCheck(unknown);
  }

  #newId(): string {
    const seed = this.#ids.lowerCase(`health-check/${this.#checks.size}`, SEED_LENGTH);
    const digits = createHash('sha256').update(seed).digest('hex');
    return ID_PARTS.map(([start, end]) => digits.slice(start, end)).join('-');
  }

  #wait(): void {
    this.#cancel = this.#clock.after(MINUTE, () => {
      for (const check of this.#checks.values()) if (check.definition.alarm) this.#followed(check);
      this.#wait();
    });
  }
}
