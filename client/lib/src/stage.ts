// What a client knows of the stage: its regions, and for how long they keep messages.
import type { Api } from './api';
import { errorOf, isPassing, PubSubError } from './errors';
import type { ConnectOptions } from './options';
import { widest } from './pattern';
import { placeAt, type Places, type Region } from './places';

/** Hours for which messages are kept at least, where they are kept at all. */
const LEAST_HOURS = 1;

/** A stage, as far as it is known. */
export interface Stage {
  /** Names; empty before `load`. */
  regions: readonly string[];
  /** Hours for which messages are kept. */
  keptHours: number;
  /** Channels and patterns of which none are kept; none of them covers another one, so that a loss is told once. */
  unkept: readonly string[];
  /**
   * Learns what was not given.
   * @throws PubSubError if nothing answers
   */
  readonly load: () => Promise<void>;
}

/** A stage of which the options may say all or some. */
export function createStage(
  { apiKey, regions, historyHours, historyExcept }: ConnectOptions,
  api: Api,
  places: Places,
  onError: (error: PubSubError) => void,
): Stage {
  const stage: Stage = {
    regions: [],
    keptHours: historyHours ?? LEAST_HOURS,
    unkept: widest(historyExcept ?? []),
    load,
  };
  let loading: Promise<void> | undefined;
  if (regions) take(regions);
  return stage;

  function take(found: readonly Region[]): void {
    stage.regions = found.map(({ name }) => name);
    // Another region does not take a region's key.
    if (!apiKey) places.add(found.flatMap(({ url }) => (url ? [placeAt(url)] : [])));
  }

  async function load(): Promise<void> {
    if (stage.regions.length === 0) await (loading ??= ask().finally(() => (loading = undefined)));
  }

  async function ask(): Promise<void> {
    try {
      const { regions: found = [], history } = await api.settings();
      stage.keptHours = historyHours ?? history?.hours ?? LEAST_HOURS;
      stage.unkept = widest(historyExcept ?? history?.except ?? []);
      take(found);
    } catch (thrown) {
      const { region } = await api.request('{ region }');
      const cause = errorOf(thrown);
      if (isPassing(cause))
        onError(
          new PubSubError('RegionsUnknown', 'Give the option "regions": /config.json cannot be read.', { cause }),
        );
      take([{ name: String(region) }]);
    }
  }
}
