// The host names of a stage's APIs: what the front door of a stage without a domain is packaged with (edge/hosts.js).

/** AppSync's own hosts for the APIs of a region. */
export interface RegionHosts {
  readonly graphql: string;
  readonly realtime: string;
  /** Of the Event API; absent in a stage without Event APIs. */
  readonly events?: { readonly http: string; readonly realtime: string };
}

/** By region. */
export type HostsByRegion = Readonly<Record<string, RegionHosts>>;

/** @param outputs of a regional stack; what is not among them is empty, of which stage-check.js makes a sentence */
export function hostsIn(outputs: Readonly<Record<string, string>>): RegionHosts {
  const output = (name: string) => outputs[name] ?? '';
  return {
    graphql: output('GraphQlHost'),
    realtime: output('RealtimeHost'),
    ...(outputs['EventApiId'] !== undefined && {
      events: { http: output('EventsHttpHost'), realtime: output('EventsRealtimeHost') },
    }),
  };
}
