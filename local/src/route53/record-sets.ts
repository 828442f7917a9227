// The record sets of every hosted zone, and which of them go together.
import { parentsOf } from './domain-name';
import { nameOf, type RecordSet, type RoutingPolicy } from './record-set';
import type { RecordType } from './route53';
import { invalidChangeBatch } from './route53-error';

/** The record sets of one name, by type. */
type Types = ReadonlyMap<RecordType, readonly RecordSet[]>;

const NO_TYPES: Types = new Map();

/** The record sets of every hosted zone. */
export class RecordSets {
  /** By name. */
  readonly #names = new Map<string, Map<RecordType, readonly RecordSet[]>>();
  /** Every name that has a record set, and every name above it. */
  readonly #existing = new Set<string>();

  /** @throws AwsError `InvalidChangeBatch` for a record set that goes against the others */
  add(record: RecordSet): void {
    const { name, type } = record;
    const types = this.#names.get(name) ?? new Map<RecordType, readonly RecordSet[]>();
    const others = types.get(type) ?? [];
    checkTypes(record, types);
    for (const other of others) checkSet(record, other);
    this.#checkAlias(record);
    types.set(type, [...others, record]);
    this.#names.set(name, types);
    this.#existing.add(name);
    for (const parent of parentsOf(name)) this.#existing.add(parent);
  }

  /** The record sets of a name, or of the wildcard that stands for it: https://www.rfc-editor.org/rfc/rfc4592 */
  at(name: string): Types {
    const exact = this.#names.get(name);
    if (exact) return exact;
    if (this.#existing.has(name)) return NO_TYPES;
    for (const parent of parentsOf(name)) {
      const wildcard = this.#names.get(`*.${parent}`);
      if (wildcard) return wildcard;
      if (this.#existing.has(parent)) return NO_TYPES;
    }
    return NO_TYPES;
  }

  /** Is there anything at the name, or below it? */
  exists(name: string): boolean {
    return this.#existing.has(name) || this.at(name).size > 0;
  }

  /** Every record set. */
  *all(): Iterable<RecordSet> {
    for (const types of this.#names.values()) for (const records of types.values()) yield* records;
  }

  /** What an alias in the same hosted zone leads to must be there already. */
  #checkAlias({ hostedZoneId, type, content }: RecordSet): void {
    if (!('alias' in content) || content.alias.hostedZoneId !== hostedZoneId) return;
    if (this.at(content.alias.name).has(type)) return;
    throw invalidChangeBatch(
      `Tried to create an alias that targets ${content.alias.name}., type ${type} in zone ${hostedZoneId}, but that target was not found`,
    );
  }
}

/** No other record may have the name of a CNAME. */
function checkTypes({ hostedZoneId, name, type }: RecordSet, types: Types): void {
  const other = [...types.keys()].find((known) => known !== type);
  if (other === undefined) return;
  if (type === 'CNAME') {
    throw invalidChangeBatch(
      `RRSet of type CNAME with DNS name ${name}. is not permitted as it conflicts with other records with the same DNS name in zone ${hostedZoneId}`,
    );
  }
  if (!types.has('CNAME')) return;
  throw invalidChangeBatch(
    `RRSet of type ${type} with DNS name ${name}. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${hostedZoneId}`,
  );
}

/** Record sets of the same name and type have one policy, and are told apart by what it goes by. */
function checkSet(record: RecordSet, other: RecordSet): void {
  const { name, type, policy, setIdentifier, region, failover } = record;
  if (policy !== other.policy) throw invalidChangeBatch(`RRSet with DNS name ${nameOf(record)} ${conflictOf(policy)}`);
  if (setIdentifier === other.setIdentifier) {
    const identifier = setIdentifier === undefined ? '' : `, set-identifier='${setIdentifier}'`;
    throw invalidChangeBatch(
      `Tried to create resource record set [name='${name}.', type='${type}'${identifier}] but it already exists`,
    );
  }
  if (policy === 'latency' && region === other.region) {
    throw invalidChangeBatch(
      `RRSet with DNS name ${nameOf(record)}, and Region Name=${region ?? ''} cannot be created because a latency RRSet with the same name, type and region already exists.`,
    );
  }
  if (policy === 'failover' && failover === other.failover) {
    throw invalidChangeBatch(
      `RRSet with DNS name ${nameOf(record)} cannot be created because a ${failover ?? ''} failover RRSet with the same name and type already exists.`,
    );
  }
}

function conflictOf(policy: RoutingPolicy): string {
  if (policy === 'simple') return 'cannot be created as other RRSets exist with the same name and type.';
  if (policy === 'multivalue answer') {
    return 'cannot be created because a non multivalue answer rrset exists with the same name and type.';
  }
  return `cannot be created as a non-${policy} set exists with the same name and type.`;
}
