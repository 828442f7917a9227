// What answers the fields of one API: its data sources, functions and resolvers.
import { AwsError } from '../foundation/errors';
import type { Region } from '../foundation/region';
import type { DataSourceDefinition, FunctionDefinition, ResolverDefinition } from './appsync';
import { createDataSource } from './data-sources/create';
import type { DataSource } from './data-sources/data-source';
import type { Resolver, Step } from './execution/resolver';
import { InvalidCode, type CompiledCode, type JavaScript } from './javascript/javascript';
import { MAX_PIPELINE_FUNCTIONS } from './limits';
import type { Neighbours } from './neighbours';

/** What resolvers need of their API. */
export interface ResolversOptions {
  readonly apiId: string;
  readonly apiArn: string;
  readonly region: Region;
  readonly neighbours: Neighbours;
  readonly javaScript: JavaScript;
  /** Does the API's schema have the field? */
  readonly hasField: (typeName: string, fieldName: string) => boolean;
}

const FUNCTION_ID_LENGTH = 26;

/** The resolvers of one API, and what they are made of. */
export class Resolvers {
  readonly #options: ResolversOptions;
  readonly #dataSources = new Map<string, DataSource>();
  readonly #functions = new Map<string, Step>();
  readonly #resolvers = new Map<string, Resolver>();
  readonly #definitions: ResolverDefinition[] = [];

  constructor(options: ResolversOptions) {
    this.#options = options;
  }

  /** In the order in which they were created. */
  get definitions(): readonly ResolverDefinition[] {
    return this.#definitions;
  }

  /** The resolver of a field, if it has one. */
  of(typeName: string, fieldName: string): Resolver | undefined {
    return this.#resolvers.get(`${typeName}.${fieldName}`);
  }

  arnOf({ typeName, fieldName }: ResolverDefinition): string {
    return `${this.#options.apiArn}/types/${typeName}/resolvers/${fieldName}`;
  }

  /** @throws AwsError `BadRequestException` when the name is taken */
  createDataSource(definition: DataSourceDefinition): { readonly arn: string } {
    const { name } = definition;
    if (this.#dataSources.has(name)) throw badRequest(`Data source with name ${name} already exists`);
    const { apiArn, neighbours, region } = this.#options;
    this.#dataSources.set(name, createDataSource(definition, neighbours, region.log));
    return { arn: `${apiArn}/datasources/${name}` };
  }

  /** @throws AwsError `NotFoundException` or `BadRequestException` */
  createFunction(definition: FunctionDefinition): { readonly functionId: string; readonly arn: string } {
    const { apiArn, apiId, region } = this.#options;
    const functionId = region.ids.lowerCase(
      `appsync/function/${apiId}/${this.#functions.size}/${definition.name}`,
      FUNCTION_ID_LENGTH,
    );
    const dataSource = this.#dataSource(definition.dataSourceName);
    this.#functions.set(functionId, { code: this.#compiled(definition.code), dataSource });
    return { functionId, arn: `${apiArn}/functions/${functionId}` };
  }

  /** @throws AwsError `NotFoundException` or `BadRequestException` */
  createResolver(definition: ResolverDefinition): { readonly arn: string } {
    const { typeName, fieldName } = definition;
    if (!this.#options.hasField(typeName, fieldName)) {
      throw notFound(`No field named ${fieldName} found on type ${typeName}`);
    }
    if (this.of(typeName, fieldName)) throw badRequest('Only one resolver is allowed per field.');
    this.#resolvers.set(`${typeName}.${fieldName}`, this.#resolverOf(definition));
    this.#definitions.push(definition);
    return { arn: this.arnOf(definition) };
  }

  #resolverOf(definition: ResolverDefinition): Resolver {
    const code = this.#compiled(definition.code);
    if (definition.kind === 'UNIT') {
      return { kind: 'UNIT', code, dataSource: this.#dataSource(definition.dataSourceName) };
    }
    const { functionIds } = definition;
    if (functionIds.length > MAX_PIPELINE_FUNCTIONS) {
      throw badRequest(`A pipeline has at most ${MAX_PIPELINE_FUNCTIONS} functions.`);
    }
    return { kind: 'PIPELINE', code, functions: functionIds.map((id) => this.#function(id)) };
  }

  #compiled(code: string): CompiledCode {
    try {
      return this.#options.javaScript.compile(code);
    } catch (error) {
      if (!(error instanceof InvalidCode)) throw error;
      throw badRequest(`The code contains one or more errors. ${error.message}`);
    }
  }

  #dataSource(name: string): DataSource {
    const source = this.#dataSources.get(name);
    if (!source) throw notFound(`No data source found named ${name}`);
    return source;
  }

  #function(id: string): Step {
    const step = this.#functions.get(id);
    if (!step) throw notFound(`Function not found: ${id}`);
    return step;
  }
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}

function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, 404);
}
