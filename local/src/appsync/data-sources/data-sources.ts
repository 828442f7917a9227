// The data sources of one API, by name.
import { AwsError } from '../../foundation/errors';
import type { Region } from '../../foundation/region';
import type { DataSourceDefinition } from '../appsync';
import type { Neighbours } from '../neighbours';
import { Replaceable } from '../replaceable';
import { createDataSource } from './create';
import type { DataSource } from './data-source';

/** Whose data sources they are, and whom they ask. */
export interface DataSourcesOptions {
  readonly apiArn: string;
  readonly region: Region;
  readonly neighbours: Neighbours;
}

/** A data source that can be replaced, and what it is now. */
interface Entry {
  readonly source: Replaceable<DataSource>;
  type: DataSourceDefinition['type'];
}

/** Data sources, each of which can be replaced while it is in use. */
export class DataSources {
  readonly #byName = new Map<string, Entry>();
  readonly #options: DataSourcesOptions;

  constructor(options: DataSourcesOptions) {
    this.#options = options;
  }

  /** @throws AwsError `BadRequestException` when the name is taken */
  create(definition: DataSourceDefinition): { readonly arn: string } {
    const { name } = definition;
    if (this.#byName.has(name)) {
      throw new AwsError('BadRequestException', `Data source with name ${name} already exists`);
    }
    this.#byName.set(name, { source: new Replaceable(this.#made(definition)), type: definition.type });
    return { arn: this.#arnOf(name) };
  }

  /** Who asks the data source asks the new one from then on. @throws AwsError `NotFoundException` */
  update(definition: DataSourceDefinition): { readonly arn: string } {
    const entry = this.#entry(definition.name);
    entry.source.current = this.#made(definition);
    entry.type = definition.type;
    return { arn: this.#arnOf(definition.name) };
  }

  /** @throws AwsError `NotFoundException` */
  delete(name: string): void {
    this.#entry(name);
    this.#byName.delete(name);
  }

  /** What a data source is. @throws AwsError `NotFoundException` */
  typeOf(name: string): DataSourceDefinition['type'] {
    return this.#entry(name).type;
  }

  /** @throws AwsError `NotFoundException` */
  find(name: string): Replaceable<DataSource> {
    return this.#entry(name).source;
  }

  #entry(name: string): Entry {
    const entry = this.#byName.get(name);
    if (!entry) throw new AwsError('NotFoundException', `No data source found named ${name}`, 404);
    return entry;
  }

  #made(definition: DataSourceDefinition): DataSource {
    const { neighbours, region } = this.#options;
    return createDataSource(definition, neighbours, region);
  }

  #arnOf(name: string): string {
    return `${this.#options.apiArn}/datasources/${name}`;
  }
}
