// A region of a deployed stage, or of the engine that stands in for AWS: its dead-letter queue, and the API that its rules call.
import { Sha256 } from '@aws-crypto/sha256-js';
import { AppSyncClient, ListGraphqlApisCommand } from '@aws-sdk/client-appsync';
import { EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import { jsonIn, UserError } from 'local-aws/terms';
import type { Access } from '../engine/access';
import { SERVICE } from '../stages/names';

/** Which mutation a rule calls, and where. */
interface RuleTarget {
  readonly url: string;
  /** The GraphQL document. */
  readonly query: string;
}

/** What the API answers, as far as it matters here. */
interface Answer {
  readonly errors?: readonly { readonly errorType?: string | null; readonly message: string }[];
}

/** Milliseconds that AppSync gives a request. */
const LONGEST_REQUEST = 30_000;
/** Pages of a region's APIs that are looked through, each with 25 at most. */
const MAX_PAGES = 40;

/** The regions of a stage, each with its clients, which are made when they are first asked for. */
export class StageRegions {
  readonly #stage: { readonly stage: string; readonly access: Access };
  readonly #regions = new Map<string, StageRegion>();

  constructor(stage: { readonly stage: string; readonly access: Access }) {
    this.#stage = stage;
  }

  get(name: string): StageRegion {
    const region = this.#regions.get(name) ?? new StageRegion(this.#stage.stage, name, this.#stage.access);
    this.#regions.set(name, region);
    return region;
  }

  /** Closes every connection. */
  close(): void {
    for (const region of this.#regions.values()) region.close();
  }
}

/** The clients of one region. */
class StageRegion {
  readonly sqs: SQSClient;
  readonly #name: string;
  readonly #region: string;
  readonly #appSync: AppSyncClient;
  readonly #eventBridge: EventBridgeClient;
  readonly #targets = new Map<string, Promise<RuleTarget>>();

  constructor(stage: string, region: string, access: Access) {
    this.#name = `${SERVICE}-${stage}`;
    this.#region = region;
    this.sqs = new SQSClient({ region, ...access });
    this.#appSync = new AppSyncClient({ region, ...access });
    this.#eventBridge = new EventBridgeClient({ region, ...access });
  }

  /** Closes the connections. */
  close(): void {
    for (const client of [this.sqs, this.#appSync, this.#eventBridge]) client.destroy();
  }

  /**
   * The URL of the dead-letter queue.
   * @throws UserError `STAGE_NOT_DEPLOYED`
   */
  async deadLetterQueue(): Promise<string> {
    const QueueName = `${this.#name}-dead-letters`;
    try {
      const { QueueUrl = '' } = await this.sqs.send(new GetQueueUrlCommand({ QueueName }));
      return QueueUrl;
    } catch (error) {
      if (!NO_QUEUE.has((error as Error).name)) throw error;
      throw this.#notDeployed(`no queue "${QueueName}"`, error);
    }
  }

  /**
   * Calls, as the caller, the mutation that a rule calls: what the rule asks the API for is what subscribers get.
   * @param rule the rule's name
   * @returns what speaks against it; `undefined` if nothing does
   * @throws UserError `STAGE_NOT_DEPLOYED`
   */
  async invoke(rule: string, variables: object): Promise<string | undefined> {
    const { url, query } = await this.#targetOf(rule);
    const body = JSON.stringify({ query, variables });
    const headers = await this.#signed(url, body);
    const response = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(LONGEST_REQUEST) });
    const text = await response.text();
    const answer = (jsonIn(text) ?? undefined) as Answer | undefined;
    if (answer === undefined) return `HTTP ${response.status}: ${text}`;
    const [error] = answer.errors ?? [];
    return error && [error.errorType, error.message].filter(Boolean).join(': ');
  }

  /** Is there a rule of this name? */
  async hasRule(rule: string): Promise<boolean> {
    try {
      await this.#eventBridge.send(new ListTargetsByRuleCommand({ EventBusName: this.#name, Rule: rule }));
      return true;
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') return false;
      throw error;
    }
  }

  async #targetOf(rule: string): Promise<RuleTarget> {
    const known = this.#targets.get(rule);
    if (known) return known;
    const found = Promise.all([this.#url(), this.#operationOf(rule)]).then(([url, query]) => ({ url, query }));
    this.#targets.set(rule, found);
    return found;
  }

  /** The API's address. */
  async #url(): Promise<string> {
    let nextToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await this.#appSync.send(new ListGraphqlApisCommand({ nextToken }));
      const api = answer.graphqlApis?.find(({ name }) => name === this.#name);
      if (api?.uris?.['GRAPHQL'] !== undefined) return api.uris['GRAPHQL'];
      nextToken = answer.nextToken;
      if (nextToken === undefined) break;
    }
    throw this.#notDeployed(`no API "${this.#name}"`);
  }

  async #operationOf(rule: string): Promise<string> {
    const { Targets = [] } = await this.#eventBridge.send(
      new ListTargetsByRuleCommand({ EventBusName: this.#name, Rule: rule }),
    );
    const [operation] = Targets.flatMap(({ AppSyncParameters }) => AppSyncParameters?.GraphQLOperation ?? []);
    if (operation === undefined) throw this.#notDeployed(`no rule "${rule}" that calls the API`);
    return operation;
  }

  async #signed(url: string, body: string): Promise<Record<string, string>> {
    const { hostname, host, protocol, pathname: path } = new URL(url);
    const { credentials } = this.sqs.config;
    const signer = new SignatureV4({ service: 'appsync', region: this.#region, credentials, sha256: Sha256 });
    const headers = { host, 'content-type': 'application/json' };
    return (await signer.sign({ method: 'POST', protocol, hostname, path, headers, body })).headers;
  }

  #notDeployed(what: string, cause?: unknown): UserError {
    const sentence = `${this.#region} has ${what}; deploy the stage there first.`;
    return new UserError('STAGE_NOT_DEPLOYED', sentence, { cause });
  }
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html, under both protocols of SQS. */
const NO_QUEUE = new Set(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue']);
