// Policy documents: checked and compiled when they are created, evaluated per call.
// Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';
import { compileCondition, type Condition, type ConditionContext } from './condition';
import type { Principal } from './caller';
import { malformed, unsupported } from './policy-error';
import { compilePrincipal, type PrincipalTest } from './principal';
import { compileWildcard } from './wildcard';

/** A policy document as templates hold it, intrinsics resolved. */
export type PolicyDocument = JsonObject;

/**
 * Where a policy stands: at a role or user, at a resource, or as a role's trust policy. As `account trust` an `Allow` for the account
 * means everyone in it, whom the account's own policies have to let in as well.
 */
export type PolicyKind = 'identity' | 'resource' | 'trust' | 'account trust';

/** What a policy says of a call; `undefined` when no statement speaks of it. */
export type Verdict = 'Allow' | 'Deny' | undefined;

/** A call, as statements see it. */
export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly caller: Principal;
  readonly context: ConditionContext;
}

/** A compiled policy. */
export interface Policy {
  /** An explicit `Deny` wins over every `Allow`. */
  evaluate(call: Call): Verdict;
}

interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly applies: (call: Call) => boolean;
}

/** `2012-10-17` knows policy variables, and the older one, which is the default, does not. */
const CURRENT_VERSION = '2012-10-17';
const VERSIONS: readonly JsonValue[] = [CURRENT_VERSION, '2008-10-17'];

const DOCUMENT_ELEMENTS: ReadonlySet<string> = new Set(['Version', 'Id', 'Statement']);
const STATEMENT_ELEMENTS: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

const SID = /^[0-9A-Za-z]*$/;
const ACTION = /^(?:\*|[a-z0-9-]+:[a-z0-9*?]+)$/i;
const RESOURCE = /^(?:\*|arn:.+)$/;
const TRUST_ACTION = /^sts:(?:AssumeRole|AssumeRoleWithSAML|AssumeRoleWithWebIdentity|SetSourceIdentity|TagSession)$/i;

/**
 * Checks and compiles a policy document.
 * @throws AwsError `MalformedPolicyDocument` for what IAM refuses, `UnsupportedPolicy` for what the engine cannot decide
 */
export function compilePolicy(document: PolicyDocument, kind: PolicyKind): Policy {
  requireKnown(Object.keys(document), DOCUMENT_ELEMENTS, 'The policy');
  const version = document['Version'];
  if (version !== undefined && !VERSIONS.includes(version)) {
    throw malformed('The policy must contain a valid version string.');
  }
  if (version === CURRENT_VERSION) requireNoVariables(document);
  const elements = statementsOf(document);
  requireUniqueSids(elements);
  const statements = elements.map((statement) => compileStatement(statement, kind));
  return {
    evaluate: (call) => {
      let verdict: Verdict;
      for (const { applies, effect } of statements) {
        if (!applies(call)) continue;
        if (effect === 'Deny') return effect;
        verdict = effect;
      }
      return verdict;
    },
  };
}

function statementsOf(document: PolicyDocument): readonly JsonObject[] {
  const statement = document['Statement'];
  const statements = listOf(statement);
  if (statement === undefined || statements.length === 0 || !statements.every(isJsonObject)) {
    throw malformed('Syntax errors in policy. Statement must be an object or a list of objects.');
  }
  return statements;
}

function requireKnown(elements: readonly string[], known: ReadonlySet<string>, where: string): void {
  const unknown = elements.find((element) => !known.has(element));
  if (unknown !== undefined) throw malformed(`Syntax errors in policy. ${where} has the unknown element "${unknown}".`);
}

/** Variables such as `${aws:username}`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
function requireNoVariables(document: PolicyDocument): void {
  const variable = /\$\{[^}]*\}/.exec(JSON.stringify(document))?.[0];
  if (variable !== undefined) throw unsupported(`Policy variable "${variable}"`);
}

function requireUniqueSids(statements: readonly JsonObject[]): void {
  const sids = statements.map((statement) => statement['Sid']).filter((sid) => sid !== undefined);
  if (!sids.every((sid) => typeof sid === 'string' && SID.test(sid))) {
    throw malformed(
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    );
  }
  if (new Set(sids).size < sids.length) throw malformed('Statement IDs (SID) in a single policy must be unique.');
}

function compileStatement(statement: JsonObject, kind: PolicyKind): Statement {
  requireKnown(Object.keys(statement), STATEMENT_ELEMENTS, 'A statement');
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    throw malformed('Syntax errors in policy. The Effect of a statement must be Allow or Deny.');
  }
  const action = compileAction(statement, kind);
  const resource = compileResource(statement, kind);
  const principal = compileStatementPrincipal(statement, kind, effect);
  const condition: Condition =
    statement['Condition'] === undefined ? () => true : compileCondition(statement['Condition']);
  return {
    effect,
    applies: (call) =>
      action(call.action) && resource(call.resource) && principal(call.caller) && condition(call.context),
  };
}

function compileAction(statement: JsonObject, kind: PolicyKind): (action: string) => boolean {
  const { names, negated } = eitherOf(statement, 'Action', 'NotAction', 'Policy statement must contain actions.');
  if (!names.every((name) => ACTION.test(name))) {
    throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  }
  if (isTrust(kind) && (negated || !names.every((name) => TRUST_ACTION.test(name)))) {
    throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
  }
  const fits = anyOf(names.map((name) => name.toLowerCase()));
  return (action) => fits(action.toLowerCase()) !== negated;
}

function compileResource(statement: JsonObject, kind: PolicyKind): (resource: string) => boolean {
  if (isTrust(kind)) {
    // The role itself is the resource.
    const prohibited = ['Resource', 'NotResource'].find((element) => statement[element] !== undefined);
    if (prohibited !== undefined) throw malformed(`Has prohibited field ${prohibited}`);
    return () => true;
  }
  const { names, negated } = eitherOf(statement, 'Resource', 'NotResource', 'Policy statement must contain resources.');
  const wrong = names.find((name) => !RESOURCE.test(name));
  if (wrong !== undefined) throw malformed(`Resource ${wrong} must be in ARN format or "*".`);
  const fits = anyOf(names);
  return (resource) => fits(resource) !== negated;
}

function anyOf(patterns: readonly string[]): (text: string) => boolean {
  const tests = patterns.map(compileWildcard);
  return (text) => tests.some((fits) => fits(text));
}

/** The names of an element that comes in two forms, of which a statement has exactly one. */
function eitherOf(statement: JsonObject, plain: string, not: string, missing: string) {
  const [wanted, unwanted] = [statement[plain], statement[not]];
  if (wanted !== undefined && unwanted !== undefined) {
    throw malformed(`Syntax errors in policy. A statement has ${plain} or ${not}, not both.`);
  }
  const names = listOf(wanted ?? unwanted).filter((name) => name !== undefined);
  if (names.length === 0) throw malformed(missing);
  if (!names.every((name) => typeof name === 'string')) {
    throw malformed(
      `Syntax errors in policy. ${wanted === undefined ? not : plain} must be a string or a list of strings.`,
    );
  }
  return { names, negated: wanted === undefined };
}

function compileStatementPrincipal(statement: JsonObject, kind: PolicyKind, effect: 'Allow' | 'Deny'): PrincipalTest {
  const { Principal: named, NotPrincipal: unnamed } = statement;
  if (kind === 'identity') {
    if (named === undefined && unnamed === undefined) return () => true;
    throw malformed('Policy document should not specify a principal.');
  }
  if (named !== undefined && unnamed !== undefined) {
    throw malformed('Syntax errors in policy. A statement has Principal or NotPrincipal, not both.');
  }
  if (named !== undefined) {
    const principal = compilePrincipal(named);
    // Only a Deny meets everyone in the account; an Allow leaves it to the identity policies whom to let in.
    const meetsAccount = effect === 'Deny' || kind === 'account trust';
    return meetsAccount ? (caller) => principal.named(caller) || principal.inAccount(caller) : principal.named;
  }
  if (unnamed === undefined) throw malformed('Missing required field Principal');
  if (isTrust(kind)) throw malformed('Has prohibited field NotPrincipal');
  const exempt = compilePrincipal(unnamed);
  return (caller) => !exempt.named(caller);
}

function isTrust(kind: PolicyKind): boolean {
  return kind === 'trust' || kind === 'account trust';
}

function listOf(value: JsonValue | undefined): readonly (JsonValue | undefined)[] {
  return isJsonArray(value) ? value : [value];
}
