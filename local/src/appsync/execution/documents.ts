// Parses and validates documents, and keeps those that come again and again.
import {
  GraphQLError,
  Kind,
  parse,
  visit,
  type DocumentNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { GraphQlError } from '../appsync';
import { MalformedRequest } from './graphql-error';
import {
  CACHED_DOCUMENT_CHARACTERS,
  MAX_CACHED_DOCUMENT_LENGTH,
  MAX_DOCUMENT_LENGTH,
  MAX_DOCUMENT_TOKENS,
  MAX_EQUAL_FIELD_PAIRS,
} from '../limits';
import { Plans } from './plan';
import { hasDirectives, responseKey, Selection } from './selection';
import type { ApiSchema } from '../schema/schema';
import { validationErrors } from '../validation/validation';

/** A document that was looked at. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  /** What AppSync answers to an invalid one; empty for a valid one. */
  readonly errors: readonly GraphQlError[];
  /** What a valid one selects, if no variable decides it. */
  readonly selection?: Selection;
  readonly plans?: DocumentPlans;
}

/** How the operations of a valid document are answered, if no variable decides what they select. */
export interface DocumentPlans {
  readonly execution: Plans;
  /** What a subscription is sent of a published result. */
  readonly delivery: Plans;
}

/** What an API says about documents. */
export interface DocumentRules {
  readonly introspection: boolean;
  /** 0 for none. */
  readonly queryDepthLimit: number;
}

/** The documents of one schema. */
export class Documents {
  readonly #kept = new Map<string, CheckedDocument>();
  #characters = 0;
  readonly #schema: ApiSchema;
  readonly #rules: DocumentRules;

  constructor(schema: ApiSchema, rules: DocumentRules) {
    this.#schema = schema;
    this.#rules = rules;
  }

  /** @throws MalformedRequest when the text is not a GraphQL document */
  check(text: string): CheckedDocument {
    const kept = this.#kept.get(text);
    if (kept) return kept;
    const checked = this.#checked(text);
    if (text.length <= MAX_CACHED_DOCUMENT_LENGTH) this.#keep(text, checked);
    return checked;
  }

  #checked(text: string): CheckedDocument {
    if (text.length > MAX_DOCUMENT_LENGTH) throw new MalformedRequest();
    try {
      const document = parse(text, { maxLexicalTokens: MAX_DOCUMENT_TOKENS });
      if (equalFieldPairs(document) > MAX_EQUAL_FIELD_PAIRS) throw new MalformedRequest();
      const errors = this.#errorsIn(document);
      if (errors.length > 0 || hasDirectives(document)) return { document, errors };
      const { executable, wire } = this.#schema;
      const plans = { execution: new Plans(executable, document), delivery: new Plans(wire, document) };
      return { document, errors, selection: new Selection(document, {}), plans };
    } catch (error) {
      // A document of many thousand nested braces exhausts the stack of the parser or of the rules.
      if (error instanceof GraphQLError || error instanceof RangeError) throw new MalformedRequest();
      throw error;
    }
  }

  #keep(text: string, checked: CheckedDocument): void {
    this.#kept.set(text, checked);
    this.#characters += text.length;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= CACHED_DOCUMENT_CHARACTERS) return;
      this.#kept.delete(oldest);
      this.#characters -= oldest.length;
    }
  }

  #errorsIn(document: DocumentNode): readonly GraphQlError[] {
    const errors = [
      ...validationErrors(this.#schema.executable, document),
      ...(this.#rules.introspection ? [] : introspectionErrors(document)),
    ];
    if (errors.length > 0 || this.#rules.queryDepthLimit === 0) return errors;
    const depth = depthOf(document);
    if (depth <= this.#rules.queryDepthLimit) return [];
    // graphql-java's sentence; AppSync documents only that there is "a limit error".
    const message = `maximum query depth exceeded ${depth} > ${this.#rules.queryDepthLimit}`;
    return [{ path: null, locations: null, message }];
  }
}

const INTROSPECTION = new Set(['__schema', '__type']);

function introspectionErrors(document: DocumentNode): readonly GraphQlError[] {
  const errors: GraphQlError[] = [];
  visit(document, {
    [Kind.FIELD]: ({ name, loc }) => {
      if (!INTROSPECTION.has(name.value)) return;
      const locations = loc && [{ line: loc.startToken.line, column: loc.startToken.column, sourceName: null }];
      const message = `Validation error of type FieldUndefined: Field '${name.value}' in type 'Query' is undefined @ '${name.value}'`;
      errors.push({ path: null, locations: locations ?? null, message });
    },
  });
  return errors;
}

function equalFieldPairs(document: DocumentNode): number {
  const counts = new Map<string, number>();
  visit(document, {
    [Kind.FIELD]: (field) => void counts.set(responseKey(field), (counts.get(responseKey(field)) ?? 0) + 1),
  });
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0);
}

/** Levels of nested fields in the deepest operation. Each fragment is measured once, however often it is spread. */
function depthOf(document: DocumentNode): number {
  const measured = new Map<string, number>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const measure = (set: SelectionSetNode | undefined): number =>
    (set?.selections ?? []).reduce((deepest, node) => {
      if (node.kind === Kind.FIELD) return Math.max(deepest, 1 + measure(node.selectionSet));
      if (node.kind === Kind.INLINE_FRAGMENT) return Math.max(deepest, measure(node.selectionSet));
      const name = node.name.value;
      const depth = measured.get(name) ?? measure(fragments.get(name)?.selectionSet);
      measured.set(name, depth);
      return Math.max(deepest, depth);
    }, 0);
  return document.definitions.reduce((deepest, node) => {
    return node.kind === Kind.OPERATION_DEFINITION ? Math.max(deepest, measure(node.selectionSet)) : deepest;
  }, 0);
}
