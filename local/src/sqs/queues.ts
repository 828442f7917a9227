// The queues of one region, by every name that a caller may give.
import type { JsonObject } from '../foundation/json';
import type { Region } from '../foundation/region';
import { QUEUE_NAME } from './limits';
import { Queue } from './queue';
import { parseQueueAttributes } from './queue-attributes';
import { invalidParameterValue, queueDoesNotExist, SqsError } from './sqs-error';

/** The queues of one region. */
export class Queues {
  readonly #queues = new Map<string, Queue>();
  readonly #region: Region;
  readonly #urlOf: (queueName: string) => string;

  /** @param urlOf the URL of a queue; its path must be `/<account>/<queue>` */
  constructor(region: Region, urlOf: (queueName: string) => string) {
    this.#region = region;
    this.#urlOf = urlOf;
  }

  /** @throws SqsError `InvalidParameterValueException`, `QueueNameExists`, `InvalidAttributeName` or `InvalidAttributeValue` */
  create(name: string, attributes: JsonObject): Queue {
    if (!QUEUE_NAME.test(name)) {
      throw invalidParameterValue(
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    if (this.#queues.has(name)) {
      throw new SqsError('QueueNameExists', 'QueueAlreadyExists', `A queue already exists with the name ${name}.`);
    }
    const identity = { name, arn: this.#arnOf(name), url: this.#urlOf(name) };
    const deadLettersTo = (arn: string) => this.all().find((queue) => queue.arn === arn);
    const queue = new Queue(identity, parseQueueAttributes(attributes), this.#region.clock, deadLettersTo);
    this.#queues.set(name, queue);
    return queue;
  }

  /** Whoever waits for a message of it gets none. */
  delete(queue: Queue): void {
    this.#queues.delete(queue.name);
    queue.close();
  }

  /** @throws SqsError `QueueDoesNotExist` */
  byName(name: string): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  /** @throws SqsError `QueueDoesNotExist` */
  byArn(arn: string): Queue {
    const queue = this.byName(arn.slice(arn.lastIndexOf(':') + 1));
    if (queue.arn !== arn) throw queueDoesNotExist();
    return queue;
  }

  /**
   * Only the path counts, as on AWS: one machine has many names.
   * @throws SqsError `QueueDoesNotExist`
   */
  byUrl(url: string): Queue {
    const path = URL.canParse(url) ? new URL(url).pathname : url;
    const [name = '', accountId] = path.split('/').reverse();
    if (accountId !== undefined && accountId !== '' && accountId !== this.#region.accountId) throw queueDoesNotExist();
    return this.byName(name);
  }

  /** In the order of their names. */
  all(): readonly Queue[] {
    return [...this.#queues.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  #arnOf(name: string): string {
    const { partition, name: region, accountId } = this.#region;
    return `arn:${partition}:sqs:${region}:${accountId}:${name}`;
  }
}
