// Health checks: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
import { createHash } from 'node:crypto';
import type { Clock } from '../foundation/clock';
import type { Ids } from '../foundation/ids';
import { EndpointCheck } from './endpoint-check';
import type { AskEndpoint } from './endpoint-request';
import { asksEndpoint, validateHealthCheck } from './health-check-rules';
import { DEFAULT_FAILURE_THRESHOLD, DEFAULT_REQUEST_INTERVAL } from './limits';
import type { AlarmReader, HealthCheckDefinition, HealthCheckObservation } from './route53';
import { healthCheckInUse, noSuchHealthCheck, notObserved } from './route53-error';

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

/** Where AWS's endpoints listen. */
const PORTS = { HTTP: 80, HTTPS: 443 } as const;

interface HealthCheck {
  readonly definition: HealthCheckDefinition;
  /** Of a check that asks one. */
  readonly endpoint: EndpointCheck | undefined;
  /** Of the alarm, when it was last OK or in alarm. */
  lastKnown: boolean;
}

/** What health checks are made of. */
export interface HealthChecksOptions {
  readonly alarms: AlarmReader;
  readonly ids: Ids;
  readonly clock: Clock;
  /** The port of 127.0.0.1 behind a host name; none for a name that leads nowhere. */
  readonly portOf: (hostName: string) => number | undefined;
  readonly ask: AskEndpoint;
}

/** The account's health checks. Those of endpoints ask by themselves. The others are read when they are asked for, and once a minute, so that the last known state is recent. */
export class HealthChecks {
  readonly #options: HealthChecksOptions;
  readonly #checks = new Map<string, HealthCheck>();
  /** How many there have been. */
  #count = 0;
  #cancel: () => void = () => undefined;

  constructor(options: HealthChecksOptions) {
    this.#options = options;
    this.#wait();
  }

  /** @throws AwsError `InvalidInput`, `NoSuchHealthCheck` */
  create(definition: HealthCheckDefinition): string {
    this.#validate(definition);
    const id = this.#newId();
    this.#count += 1;
    this.#checks.set(id, { definition, endpoint: this.#endpointOf(definition), lastKnown: true });
    return id;
  }

  /** Begins anew with what an endpoint answers; an alarm's last known state stays. @throws AwsError `InvalidInput`, `NoSuchHealthCheck` */
  update(id: string, definition: HealthCheckDefinition): void {
    const { endpoint, lastKnown } = this.#find(id);
    this.#validate(definition);
    endpoint?.stop();
    this.#checks.set(id, { definition, endpoint: this.#endpointOf(definition), lastKnown });
  }

  /** @throws AwsError `NoSuchHealthCheck`, or `HealthCheckInUse` while a calculated one counts it */
  delete(id: string): void {
    const { endpoint } = this.#find(id);
    const parents = [...this.#checks.values()].filter(({ definition }) => definition.childHealthChecks?.includes(id));
    if (parents.length > 0) throw healthCheckInUse(id);
    endpoint?.stop();
    this.#checks.delete(id);
  }

  has(id: string): boolean {
    return this.#checks.has(id);
  }

  /** @throws AwsError `NoSuchHealthCheck` */
  isHealthy(id: string): boolean {
    const check = this.#find(id);
    return this.#statusOf(check) !== check.definition.inverted;
  }

  /** @throws AwsError `NoSuchHealthCheck` or `InvalidInput` */
  observationOf(id: string): HealthCheckObservation {
    const check = this.#find(id);
    const { alarm, type } = check.definition;
    if (type === 'CALCULATED') throw notObserved(id);
    const { isHealthy, checkedAt } = check.endpoint ?? {
      isHealthy: this.#followed(check),
      checkedAt: this.#options.clock.now(),
    };
    return { isHealthy, checkedAt, of: alarm ? `alarm ${alarm.name} in ${alarm.region}` : 'endpoint' };
  }

  #find(id: string): HealthCheck {
    const check = this.#checks.get(id);
    if (!check) throw noSuchHealthCheck(id);
    return check;
  }

  /** Reads no alarm and asks no endpoint any more by itself. */
  stop(): void {
    this.#cancel();
    for (const { endpoint } of this.#checks.values()) endpoint?.stop();
  }

  #statusOf(check: HealthCheck): boolean {
    if (check.endpoint) return check.endpoint.isHealthy;
    return check.definition.type === 'CALCULATED' ? this.#calculated(check.definition) : this.#followed(check);
  }

  #calculated({ childHealthChecks = [], healthThreshold = childHealthChecks.length }: HealthCheckDefinition): boolean {
    return childHealthChecks.filter((child) => this.isHealthy(child)).length >= healthThreshold;
  }

  #followed(check: HealthCheck): boolean {
    const { alarm, insufficientDataHealthStatus = 'LastKnownStatus' } = check.definition;
    const state = alarm && this.#options.alarms(alarm.region, alarm.name);
    if (state === 'OK' || state === 'ALARM') {
      check.lastKnown = state === 'OK';
      return check.lastKnown;
    }
    return insufficientDataHealthStatus === 'LastKnownStatus'
      ? check.lastKnown
      : insufficientDataHealthStatus === 'Healthy';
  }

  /** @throws AwsError `InvalidInput`, `NoSuchHealthCheck` */
  #validate(definition: HealthCheckDefinition): void {
    validateHealthCheck(definition);
    const unknown = definition.childHealthChecks?.find((child) => !this.#checks.has(child));
    if (unknown !== undefined) throw noSuchHealthCheck(unknown);
  }

  /** Begins to ask the endpoint, if the check has one. */
  #endpointOf({ type, endpoint = {} }: HealthCheckDefinition): EndpointCheck | undefined {
    if (!asksEndpoint(type)) return undefined;
    const { hostName = '', path = '/', searchString } = endpoint;
    const port = PORTS[type.startsWith('HTTPS') ? 'HTTPS' : 'HTTP'];
    return new EndpointCheck({
      clock: this.#options.clock,
      interval: endpoint.requestInterval ?? DEFAULT_REQUEST_INTERVAL,
      threshold: endpoint.failureThreshold ?? DEFAULT_FAILURE_THRESHOLD,
      ask: async (signal) => {
        const served = (endpoint.port ?? port) === port ? this.#options.portOf(hostName) : undefined;
        if (served === undefined) return false;
        return this.#options.ask({
          port: served,
          hostName,
          path: path.startsWith('/') ? path : `/${path}`,
          searchString,
          signal,
        });
      },
    });
  }

  #newId(): string {
    const seed = this.#options.ids.lowerCase(`health-check/${this.#count}`, SEED_LENGTH);
    const digits = createHash('sha256').update(seed).digest('hex');
    return ID_PARTS.map(([start, end]) => digits.slice(start, end)).join('-');
  }

  #wait(): void {
    this.#cancel = this.#options.clock.after(MINUTE, () => {
      for (const check of this.#checks.values()) if (check.definition.alarm) this.#followed(check);
      this.#wait();
    });
  }
}
