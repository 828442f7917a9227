// Where in a document a node stands: what is around it, and the types there.
import {
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type ASTNode,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';

/** The surroundings of a node. Types are written as in a schema. */
export interface Place {
  /** The fields around the node, from the outside, such as `publish/name`. Empty outside of any field. */
  readonly path: readonly string[];
  /** The type on which a field is selected. */
  readonly parentType: string;
  /** The type of a field, without its list and non-null marks. */
  readonly type: string;
  /** The type that is expected of an input value. */
  readonly inputType: string;
  /** The type of the input object around an input field. */
  readonly parentInputType: string;
  /** The argument around a value, and the way from there to the value, such as `input.tags[0]`. */
  readonly argument: { readonly node: ArgumentNode; readonly path: string } | undefined;
}

interface Step {
  readonly node: ASTNode;
  readonly key: string | number | undefined;
}

/** Finds nodes of a document. */
export function placesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  nodes: ReadonlySet<ASTNode>,
): ReadonlyMap<ASTNode, Place> {
  const types = new TypeInfo(schema);
  const steps: Step[] = [];
  const places = new Map<ASTNode, Place>();
  const visitor = {
    enter: (node: ASTNode, key: string | number | undefined) => {
      steps.push({ node, key });
      if (nodes.has(node)) places.set(node, describe(steps, types));
    },
    leave: () => {
      steps.pop();
    },
  };
  visit(document, visitWithTypeInfo(types, visitor));
  return places;
}

/** Where nothing is around. */
export const NOWHERE: Place = {
  path: [],
  parentType: '',
  type: '',
  inputType: '',
  parentInputType: '',
  argument: undefined,
};

function describe(steps: readonly Step[], types: TypeInfo): Place {
  return {
    path: steps.flatMap(({ node }, index) => {
      const isAround = node.kind === Kind.FRAGMENT_DEFINITION && index < steps.length - 1;
      return node.kind === Kind.FIELD || isAround ? node.name.value : [];
    }),
    parentType: named(types.getParentType()),
    type: named(types.getType()),
    inputType: named(types.getInputType()),
    parentInputType: named(types.getParentInputType()),
    argument: argumentOf(steps),
  };
}

function named(type: { toString(): string } | null | undefined): string {
  return (type?.toString() ?? '').replaceAll(/[![\]]/g, '');
}

function argumentOf(steps: readonly Step[]): Place['argument'] {
  const start = steps.findIndex(({ node }) => node.kind === Kind.ARGUMENT);
  const node = steps[start]?.node;
  if (node?.kind !== Kind.ARGUMENT) return undefined;
  const rest = steps.slice(start + 1).map(({ node: inner, key }) => {
    if (inner.kind === Kind.OBJECT_FIELD) return `.${inner.name.value}`;
    return typeof key === 'number' ? `[${key}]` : '';
  });
  return { node, path: node.name.value + rest.join('') };
}
