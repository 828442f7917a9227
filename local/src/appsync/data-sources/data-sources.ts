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

/** Data sources, each of which can be replaced while it is in use. */
export class DataSources {
  readonly #byName = new Map<string, Replaceable<DataSource>>();
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
    this.#byName.set(name, new Replaceable(this.#made(definition)));
    return { arn: this.#arnOf(name) };
  }

  /** Who asks the data source asks the new one from then on. @throws AwsError `NotFoundException` */
  update(definition: DataSourceDefinition): { readonly arn: string } {
    this.find(definition.name).current = this.#made(definition);
    return { arn: this.#arnOf(definition.name) };
  }

  /** @throws AwsError `NotFoundException` */
  delete(name: string): void {
    this.find(name);
    this.#byName.delete(name);
  }

  /** @throws AwsError `NotFoundException` */
  find(name: string): Replaceable<DataSource> {
    const source = this.#byName.get(name);
    if (!source) throw new AwsError('NotFoundException', `No data source found named ${name}`, 404);
    return source;
  }

  #made(definition: DataSourceDefinition): DataSource {
    const { neighbours, region } = this.#options;
    return createDataSource(definition, neighbours, region);
  }

  #arnOf(name: string): string {
    return `${this.#options.apiArn}/datasources/${name}`;
  }
}
