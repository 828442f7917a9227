// Where a storm breaks out: a planet that runs, and who lets devices in.
import type { Client, ConnectOptions, Region } from 'global-pubsub-client';
import type { Planet } from '../engine/planet';
import type { Fault } from './plan';

/** What a token is for. */
export interface TokenWish {
  /** Becomes `userId` of the messages. */
  readonly subject: string;
  readonly mayPublish: boolean;
  /** Seconds for which it is good. */
  readonly life: number;
}

/** A scene. */
export interface Scene {
  /** Of stages.yml; with a history. */
  readonly stage: string;
  readonly planet: Pick<Planet, 'aws' | 'certificateAuthority' | 'network' | 'regions' | 'frontDoor'>;
  /** Makes a token that opens every channel. */
  token(wish: TokenWish): Promise<string> | string;
  /** By subscriber: another build of the library, to see whether the verdict tells it from a good one. */
  readonly builds?: ReadonlyMap<string, (options: ConnectOptions) => Client>;
  /** Told when something breaks. */
  readonly onFault?: (fault: Fault) => void;
}

/** The regions, with their own addresses. */
export function regionsOf({ planet }: Scene): readonly Region[] {
  return [...planet.regions].map(([name, { graphqlApis }]) => ({ name, url: graphqlApis[0]?.graphqlUrl }));
}
