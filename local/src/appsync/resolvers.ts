// What answers the fields of one API: its functions and resolvers.
import { AwsError } from '../foundation/errors';
import type { Region } from '../foundation/region';
import type { FunctionDefinition, ResolverDefinition } from './appsync';
import { compiledCode } from './compiled-code';
import type { DataSource } from './data-sources/data-source';
import type { DataSources } from './data-sources/data-sources';
import type { Resolver, Step } from './execution/resolver';
import type { CompiledCode, JavaScript } from './javascript/javascript';
import { MAX_PIPELINE_FUNCTIONS } from './limits';
import { Replaceable } from './replaceable';

/** What resolvers need of their API. */
export interface ResolversOptions {
  readonly apiId: string;
  readonly apiArn: string;
  readonly region: Region;
  readonly dataSources: DataSources;
  readonly javaScript: JavaScript;
  /** Does the API's schema have the field? */
  readonly hasType: (typeName: string) => boolean;
  readonly hasField: (typeName: string, fieldName: string) => boolean;
}

const FUNCTION_ID_LENGTH = 26;

/** The resolvers of one API, and what they are made of. */
export class Resolvers {
  readonly #options: ResolversOptions;
  readonly #functions = new Map<string, Replaceable<Step>>();
  /** How many functions there have been. */
  #functionCount = 0;
  /** By type and field. */
  readonly #resolvers = new Map<string, Map<string, Resolver>>();
  /** By field, in the order in which they were created. */
  readonly #definitions = new Map<string, ResolverDefinition>();
  #revision = 0;

  constructor(options: ResolversOptions) {
    this.#options = options;
  }

  /** In the order in which they were created. */
  get definitions(): readonly ResolverDefinition[] {
    return [...this.#definitions.values()];
  }

  /** Another number whenever one came or went. */
  get revision(): number {
    return this.#revision;
  }

  /** The resolver of a field, if it has one. */
  of(typeName: string, fieldName: string): Resolver | undefined {
    return this.#resolvers.get(typeName)?.get(fieldName);
  }

  arnOf({ typeName, fieldName }: ResolverDefinition): string {
    return `${this.#options.apiArn}/types/${typeName}/resolvers/${fieldName}`;
  }

  /** @throws AwsError `NotFoundException` or `BadRequestException` */
  createFunction(definition: FunctionDefinition): { readonly functionId: string; readonly arn: string } {
    const { apiArn, apiId, region } = this.#options;
    const functionId = region.ids.lowerCase(
      `appsync/function/${apiId}/${this.#functionCount}/${definition.name}`,
      FUNCTION_ID_LENGTH,
    );
    this.#functions.set(functionId, new Replaceable(this.#stepOf(definition)));
    this.#functionCount += 1;
    return { functionId, arn: `${apiArn}/functions/${functionId}` };
  }

  /** @throws AwsError `NotFoundException` or `BadRequestException` */
  updateFunction(functionId: string, definition: FunctionDefinition): void {
    this.#function(functionId).current = this.#stepOf(definition);
  }

  /** @throws AwsError `NotFoundException` */
  deleteFunction(functionId: string): void {
    this.#function(functionId);
    this.#functions.delete(functionId);
  }

  /** @throws AwsError `NotFoundException` or `BadRequestException` */
  createResolver(definition: ResolverDefinition): { readonly arn: string } {
    const { typeName, fieldName } = definition;
    // https://github.com/aws/aws-cdk/issues/17997
    if (!this.#options.hasType(typeName)) throw notFound(`Type ${typeName} not found`);
    if (!this.#options.hasField(typeName, fieldName)) {
      throw notFound(`No field named ${fieldName} found on type ${typeName}`);
    }
    if (this.of(typeName, fieldName)) throw badRequest('Only one resolver is allowed per field.');
    this.#put(definition);
    return { arn: this.arnOf(definition) };
  }

  /** @throws AwsError `NotFoundException` or `BadRequestException` */
  updateResolver(definition: ResolverDefinition): { readonly arn: string } {
    this.#requireResolver(definition);
    this.#put(definition);
    return { arn: this.arnOf(definition) };
  }

  /** @throws AwsError `NotFoundException` */
  deleteResolver(typeName: string, fieldName: string): void {
    this.#requireResolver({ typeName, fieldName });
    this.#resolvers.get(typeName)?.delete(fieldName);
    this.#definitions.delete(`${typeName}.${fieldName}`);
    this.#revision += 1;
  }

  #put(definition: ResolverDefinition): void {
    const { typeName, fieldName } = definition;
    const resolver = this.#resolverOf(definition);
    const ofType = this.#resolvers.get(typeName) ?? new Map<string, Resolver>();
    this.#resolvers.set(typeName, ofType.set(fieldName, resolver));
    this.#definitions.set(`${typeName}.${fieldName}`, definition);
    this.#revision += 1;
  }

  #requireResolver({ typeName, fieldName }: Pick<ResolverDefinition, 'typeName' | 'fieldName'>): void {
    if (!this.of(typeName, fieldName)) throw notFound(`No resolver found for ${typeName}.${fieldName}`);
  }

  #stepOf({ code, dataSourceName }: FunctionDefinition): Step {
    return stepOf(compiledCode(this.#options.javaScript, code), this.#options.dataSources.find(dataSourceName));
  }

  #resolverOf(definition: ResolverDefinition): Resolver {
    const code = compiledCode(this.#options.javaScript, definition.code);
    if (definition.kind === 'UNIT') {
      const dataSource = this.#options.dataSources.find(definition.dataSourceName);
      return {
        kind: 'UNIT',
        code,
        get dataSource() {
          return dataSource.current;
        },
      };
    }
    const { functionIds } = definition;
    if (functionIds.length > MAX_PIPELINE_FUNCTIONS) {
      throw badRequest(`A pipeline has at most ${MAX_PIPELINE_FUNCTIONS} functions.`);
    }
    const functions = functionIds.map((id) => this.#function(id));
    return {
      kind: 'PIPELINE',
      code,
      get functions() {
        return functions.map(({ current }) => current);
      },
    };
  }

  #function(id: string): Replaceable<Step> {
    const step = this.#functions.get(id);
    if (!step) throw notFound(`Function not found: ${id}`);
    return step;
  }
}

function stepOf(code: CompiledCode, dataSource: Replaceable<DataSource>): Step {
  return {
    code,
    get dataSource() {
      return dataSource.current;
    },
  };
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}

function notFound(message: string): AwsError {
  return new AwsError('NotFoundException', message, 404);
}
