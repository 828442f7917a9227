// What a client knows of the stage: its regions, and for how long they keep messages.
import type { Api } from './api';
import { errorOf, isPassing, PubSubError } from './errors';
import { placeAt, type Places } from './places';

/** A region of the stage. */
export interface Region {
  /** AWS's name: `us-west-2`. */
  readonly name: string;
  /** The API's own address there, for when the front door does not answer. */
  readonly url?: string | undefined;
}

/** Hours for which messages are kept at least, where they are kept at all. */
const LEAST_HOURS = 1;

/** What stages need. */
export interface StageOptions {
  readonly api: Api;
  readonly places: Places;
  /** Do the regions take the client's credentials by their own names? */
  readonly hasOwnNames: boolean;
  readonly regions?: readonly Region[] | undefined;
  readonly historyHours?: number | undefined;
  readonly onError: (error: PubSubError) => void;
}

/** A stage. */
export class Stage {
  readonly #options: StageOptions;
  #loading: Promise<void> | undefined;
  #regions: readonly string[] = [];
  #historyHours: number | undefined;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#historyHours = options.historyHours;
    if (options.regions) this.#take(options.regions);
  }

  /** Names; empty before `load`. */
  get regions(): readonly string[] {
    return this.#regions;
  }

  get historyHours(): number {
    return this.#historyHours ?? LEAST_HOURS;
  }

  /**
   * Learns what was not given.
   * @throws PubSubError if nothing answers
   */
  async load(): Promise<void> {
    if (this.#regions.length > 0) return;
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #load(): Promise<void> {
    const { api, onError } = this.#options;
    try {
      const { regions, history } = (await api.settings()) as {
        readonly regions: readonly Region[];
        readonly history?: { readonly hours?: number };
      };
      this.#historyHours ??= history?.hours;
      this.#take(regions);
    } catch (thrown) {
      const { region } = await api.request('{ region }', {});
      const error = errorOf(thrown);
      if (isPassing(error))
        onError(
          new PubSubError('RegionsUnknown', 'Give the option "regions": /config.json cannot be read.', {
            cause: error,
          }),
        );
      this.#take([{ name: String(region) }]);
    }
  }

  #take(regions: readonly Region[]): void {
    const { places, hasOwnNames } = this.#options;
    this.#regions = regions.map(({ name }) => name);
    if (hasOwnNames) places.add(regions.flatMap(({ url }) => (url === undefined ? [] : [placeAt(url)])));
  }
}
