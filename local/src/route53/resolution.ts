// What a resolver is told when it asks for a name.
import type { Hosts } from '../foundation/host-names';
import { normalName } from './domain-name';
import { ALIAS_TTL } from './limits';
import type { RecordSet } from './record-set';
import type { RecordSets } from './record-sets';
import type { RecordValue } from './record-value';
import type { RecordType } from './route53';
import { choose, type RoutingContext } from './routing';

/** Where every endpoint of AWS is in the engine. */
const LOOPBACK = { A: '127.0.0.1', AAAA: '::1' } as const;

/** A record of an answer. */
export interface Answer {
  /** Without the final dot. */
  readonly name: string;
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  readonly value: RecordValue;
}

/** An answer. */
export interface Resolved {
  /** The records, after the CNAMEs that lead to them. */
  readonly answers: readonly Answer[];
  /** Is there anything at the name, of whatever type? */
  readonly exists: boolean;
}

/** Resolves names for those who are at one place. */
export class Resolution {
  readonly #records: RecordSets;
  readonly #hosts: Hosts;
  readonly #context: RoutingContext;

  constructor(records: RecordSets, hosts: Hosts, context: RoutingContext) {
    this.#records = records;
    this.#hosts = hosts;
    this.#context = context;
  }

  /** @param type as in a query, such as `TXT`; there are no records but of the engine's types */
  query(hostName: string, type: string): Resolved {
    const name = normalName(hostName);
    const exists = this.#records.exists(name) || this.#hosts.portOf(name) !== undefined;
    return { answers: isRecordType(type) ? this.#answers(name, type, new Set()) : [], exists };
  }

  /**
   * The host name at the end of a name's aliases and CNAMEs.
   * @returns a name that has no record sets of ours, or one that has addresses; undefined where nothing is found
   */
  canonicalName(hostName: string): string | undefined {
    const seen = new Set<string>();
    for (let name = normalName(hostName); !seen.has(name);) {
      seen.add(name);
      if (!this.#records.exists(name)) return name;
      const types = this.#records.at(name);
      const [record] = choose(types.get('CNAME') ?? types.get('A') ?? types.get('AAAA') ?? [], this.#context);
      if (!record) return undefined;
      const next = nextOf(record);
      if (next === undefined) return name;
      name = next;
    }
    return undefined;
  }

  /** @param before the names that led to this one: a ring ends where it began */
  #answers(name: string, type: RecordType, before: ReadonlySet<string>): readonly Answer[] {
    if (before.has(name)) return [];
    const seen = new Set([...before, name]);
    const types = this.#records.at(name);
    const cname = type === 'CNAME' ? undefined : types.get('CNAME');
    if (cname) return this.#chased(name, choose(cname, this.#context), type, seen);
    const records = types.get(type);
    if (records) return choose(records, this.#context).flatMap((record) => this.#valuesOf(name, record, seen));
    return this.#endpoint(name, type);
  }

  /** The values of a record set; those of an alias are its target's, under its own name. */
  #valuesOf(name: string, { type, content }: RecordSet, seen: ReadonlySet<string>): readonly Answer[] {
    if ('values' in content) return content.values.map((value) => ({ name, type, ttl: content.ttl, value }));
    return this.#answers(content.alias.name, type, seen).map((answer) => ({ ...answer, name }));
  }

  #chased(name: string, cnames: readonly RecordSet[], type: RecordType, seen: ReadonlySet<string>): readonly Answer[] {
    return cnames.flatMap((cname) => {
      const own = this.#valuesOf(name, cname, seen);
      const [{ value } = { value: undefined }] = own;
      return [...own, ...(typeof value === 'string' ? this.#answers(value, type, seen) : [])];
    });
  }

  /** The address of an endpoint of AWS. */
  #endpoint(name: string, type: RecordType): readonly Answer[] {
    if ((type !== 'A' && type !== 'AAAA') || this.#hosts.portOf(name) === undefined) return [];
    return [{ name, type, ttl: ALIAS_TTL, value: LOOPBACK[type] }];
  }
}

function nextOf({ type, content }: RecordSet): string | undefined {
  if ('alias' in content) return content.alias.name;
  const [value] = content.values;
  return type === 'CNAME' && typeof value === 'string' ? value : undefined;
}

function isRecordType(type: string): type is RecordType {
  return ['A', 'AAAA', 'CNAME', 'TXT'].includes(type);
}
