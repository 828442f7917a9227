// The environments that run one function's code, each one invocation at a time.
import type { Clock } from '../foundation/clock';
import { IDLE_LIFE, MAX_ENVIRONMENTS } from './limits';

/** What is handed out. */
export interface Environment {
  /** Can it be used again? */
  readonly isAlive: boolean;
  stop(): Promise<void>;
}

/** What a pool is made of. */
export interface PoolOptions<Kept extends Environment> {
  readonly clock: Clock;
  /** Makes another environment. */
  readonly start: () => Kept;
  /** Milliseconds that an invocation waits for a busy environment before it gets one of its own. */
  readonly patience: number;
}

/** An environment that nobody uses. */
interface Idle<Kept> {
  readonly environment: Kept;
  /** It is used again. */
  readonly take: () => void;
}

/** Hands environments out; there are at most as many as the limit says. Those that are not used for long end, but for one. */
export class EnvironmentPool<Kept extends Environment> {
  readonly #options: PoolOptions<Kept>;
  /** The one that was used last comes last. */
  readonly #idle: Idle<Kept>[] = [];
  readonly #all = new Set<Kept>();
  /** Who waits until an environment is free, the first first. */
  readonly #waiting = new Set<(environment: Kept) => void>();
  #isStopped = false;
  #isRetired = false;

  constructor(options: PoolOptions<Kept>) {
    this.#options = options;
  }

  /**
   * Runs a task with an environment of which it is the only user meanwhile.
   * @param patience milliseconds, for a task that has more of it
   */
  async use<Result>(
    task: (environment: Kept) => Promise<Result>,
    patience: number = this.#options.patience,
  ): Promise<Result> {
    const environment = await this.#free(patience);
    try {
      return await task(environment);
    } finally {
      this.#release(environment);
    }
  }

  /** Ends every environment. Who waits for one waits for good: its caller is being stopped as well. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const { take } of this.#idle.splice(0)) take();
    await Promise.all([...this.#all].map((environment) => environment.stop()));
  }

  /** Ends every environment that is in use, and with it what it does. */
  async interrupt(): Promise<void> {
    const idle = new Set(this.#idle.map(({ environment }) => environment));
    const busy = [...this.#all].filter((environment) => !idle.has(environment));
    await Promise.all(busy.map((environment) => environment.stop()));
  }

  /** Ends every environment, those that are in use when they are free again. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    const idle = this.#idle.splice(0);
    for (const { take } of idle) take();
    await Promise.all(idle.map(({ environment }) => this.#end(environment)));
  }

  async #end(environment: Kept): Promise<void> {
    this.#all.delete(environment);
    await environment.stop();
  }

  async #free(patience: number): Promise<Kept> {
    const idle = this.#idle.pop();
    if (idle) {
      idle.take();
      return idle.environment;
    }
    const hasRoom = this.#all.size < MAX_ENVIRONMENTS;
    if (hasRoom && (patience === 0 || this.#all.size === 0)) return this.#started();
    return this.#wait(patience);
  }

  #wait(patience: number): Promise<Kept> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(patience, () => {
        if (this.#waiting.has(take) && this.#all.size < MAX_ENVIRONMENTS && !this.#isStopped) take(this.#started());
      });
      const take = (environment: Kept) => {
        cancel();
        this.#waiting.delete(take);
        resolve(environment);
      };
      this.#waiting.add(take);
    });
  }

  #release(environment: Kept): void {
    if (!environment.isAlive) this.#all.delete(environment);
    const [next] = this.#waiting;
    if (this.#isStopped) return;
    if (next) next(environment.isAlive ? environment : this.#started());
    else if (environment.isAlive && this.#isRetired) void this.#end(environment);
    else if (environment.isAlive) this.#rest(environment);
  }

  #rest(environment: Kept): void {
    const take = this.#options.clock.after(IDLE_LIFE, () => {
      const index = this.#idle.findIndex((idle) => idle.environment === environment);
      // The last one stays, so that nobody waits for another.
      if (index < 0 || this.#all.size === 1) return;
      this.#idle.splice(index, 1);
      void this.#end(environment);
    });
    this.#idle.push({ environment, take });
  }

  #started(): Kept {
    const environment = this.#options.start();
    this.#all.add(environment);
    return environment;
  }
}
