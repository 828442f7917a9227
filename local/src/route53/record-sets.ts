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
    const types = this.#names.get(record.name) ?? NO_TYPES;
    checkTypes(record, types);
    for (const other of types.get(record.type) ?? []) checkSet(record, other);
    this.#checkAlias(record);
    this.#put(record);
  }

  #put(record: RecordSet): void {
    const { name, type } = record;
    const types = this.#names.get(name) ?? new Map<RecordType, readonly RecordSet[]>();
    types.set(type, [...(types.get(type) ?? []), record]);
    this.#names.set(name, types);
    this.#existing.add(name);
    for (const parent of parentsOf(name)) this.#existing.add(parent);
  }

  /**
   * Takes record sets away and adds others, all or none.
   * @throws AwsError `InvalidChangeBatch` for one that is not there, or goes against the others
   */
  change({
    deleted,
    created,
  }: {
    readonly deleted: readonly RecordSet[];
    readonly created: readonly RecordSet[];
  }): void {
    const before = [...this.all()];
    try {
      this.#become(before.filter((record) => !deleted.some((each) => isSameSet(each, record))));
      for (const record of deleted) if (!before.some((each) => isSameSet(each, record))) throw notThere(record);
      for (const record of created) this.add(record);
    } catch (error) {
      this.#become(before);
      throw error;
    }
  }

  #become(records: readonly RecordSet[]): void {
    this.#names.clear();
    this.#existing.clear();
    for (const record of records) this.#put(record);
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

/** Are these two the same, whatever their content? */
function isSameSet(one: RecordSet, other: RecordSet): boolean {
  const { hostedZoneId, name, type, setIdentifier } = one;
  return (
    hostedZoneId === other.hostedZoneId &&
    name === other.name &&
    type === other.type &&
    setIdentifier === other.setIdentifier
  );
}

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html */
/** https://github.com/boto/boto/issues/2887 */
function notThere({ name, type, setIdentifier }: RecordSet) {
  const identifier = setIdentifier === undefined ? '' : `, set-identifier='${setIdentifier}'`;
  return invalidChangeBatch(
    `Tried to delete resource record set [name='${name}.', type='${type}'${identifier}] but it was not found`,
  );
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
