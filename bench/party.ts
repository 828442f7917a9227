// A process of the benchmark: it is asked, and it answers, one thing at a time.
import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import type {
  AudienceOrder,
  AudienceReport,
  Comeback,
  Door,
  Doors,
  ListenersOrder,
  Post,
  ServerMessage,
  ServerOrder,
} from './protocol';
import { ROOT } from './project';

/** The AWS SDK warns of this Node.js, and GraphQL's subscriptions warn of a thousand listeners. */
const SILENCED = ['Warning', 'MaxListenersExceededWarning'];
const EXEC_ARGS = ['--import', 'tsx', ...SILENCED.map((warning) => `--disable-warning=${warning}`)];

class Party<Message, Order = AudienceOrder> {
  readonly #child: ChildProcess;

  constructor(file: string, args: readonly string[] = []) {
    this.#child = fork(path.join(__dirname, file), args, { cwd: ROOT, execArgv: EXEC_ARGS });
    // It has said why.
    this.#child.once('exit', (code) => code !== 0 && process.exit(1));
  }

  /** The next thing that it says. */
  async said(): Promise<Message> {
    const [message] = (await once(this.#child, 'message')) as [Message];
    return message;
  }

  async ask(order: Order): Promise<Message> {
    this.#child.send(order as Serializable);
    return this.said();
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}

/** How a server is doing. */
export type Usage = Extract<ServerMessage, { kind: 'usage' }>;

/** A server, running. */
export class Server {
  private constructor(
    readonly party: Party<ServerMessage, ServerOrder>,
    readonly doors: Doors,
  ) {}

  /** @throws UserError `SERVER_FAILED` with the server's own sentence */
  static async start(file: string, args: readonly string[]): Promise<Server> {
    const party = new Party<ServerMessage, ServerOrder>(file, args);
    const message = await party.said();
    if (message.kind === 'ready') return new Server(party, message.doors);
    throw new UserError('SERVER_FAILED', message.kind === 'failed' ? message.sentence : 'A server did not start.');
  }

  async usage(order: ServerOrder = 'usage'): Promise<Usage> {
    const message = await this.party.ask(order);
    if (message.kind === 'usage') return message;
    throw new Error('The server did not say how it is doing.');
  }
}

/** Subscribers and a publisher, in a process of their own. */
export class Crowd {
  private constructor(
    readonly party: Party<AudienceReport>,
    /** How joining went. */
    readonly joined: AudienceReport,
  ) {}

  static async join(door: Door, size: { readonly subscribers: number; readonly channels: number }): Promise<Crowd> {
    const party = new Party<AudienceReport>('audience.ts');
    return new Crowd(party, await party.ask({ kind: 'join', door, ...size }));
  }
}

/** Clients on the library, in a process of their own. */
export class Listeners {
  private constructor(readonly party: Party<Comeback | 'done', ListenersOrder>) {}

  /** @returns when all of them are live */
  static async join(post: Post, count: number): Promise<Listeners> {
    const listeners = new Listeners(new Party('listeners.ts'));
    await listeners.tell({ kind: 'join', post, count });
    return listeners;
  }

  async tell(order: ListenersOrder): Promise<void> {
    await this.party.ask(order);
  }

  /** How they came back, when all of them are live and have this message, or have had time enough. */
  async comeback(number: number): Promise<Comeback> {
    const answer = await this.party.ask({ kind: 'everything up to', number });
    if (answer !== 'done') return answer;
    throw new Error('The listeners did not say how they came back.');
  }
}
