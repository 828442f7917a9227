// The servers that are compared, each started when it is first needed.
import { benchProject } from './project';
import { Server } from './party';

/** The engine with one region, with one that has Events, with two that have a history as well, and with two that have neither; and its peers. */
export type ServerName = 'one' | 'doors' | 'whole' | 'two' | 'ws' | 'graphql-ws' | 'simulator';

export class Servers {
  readonly #running = new Map<ServerName, Promise<Server>>();
  readonly #all: Promise<Server>[] = [];
  #project: string | undefined;

  async get(name: ServerName): Promise<Server> {
    const server = this.#running.get(name) ?? this.fresh(name);
    this.#running.set(name, server);
    return server;
  }

  /** One that nobody else uses. */
  async fresh(name: ServerName): Promise<Server> {
    const server = this.#start(name);
    this.#all.push(server);
    return server;
  }

  async stop(): Promise<void> {
    for (const server of await Promise.allSettled(this.#all)) {
      if (server.status === 'fulfilled') await server.value.party.stop();
    }
  }

  async #start(name: ServerName): Promise<Server> {
    if (name === 'ws') return Server.start('ws.ts', []);
    if (name === 'graphql-ws' || name === 'simulator') return Server.start(`peers/${name}.mjs`, []);
    this.#project ??= benchProject();
    return Server.start('engine.ts', [this.#project, name]);
  }
}
