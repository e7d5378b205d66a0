import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { DeclaredPolicies, PolicyDocument, PolicyText } from '../model/policy.ts';
import { type CelType, listOf, scalar } from './cel-type.ts';
import type { ExpressionProblem } from './check-expression.ts';
import { type CompiledExpression, compileExpression } from './compile-expression.ts';
import { type CompiledMessage, compileMessage } from './compile-message.ts';
import { type Fingerprint, fingerprintOf } from './inputs.ts';
import { type Mentions, mentionsOf } from './mentions.ts';
import { readyMadePolicies } from './ready-made.ts';
import { defaultsOf, documentOf, takePack } from './take-pack.ts';
import { parametersValue } from './world.ts';

/** A policy that is ready to be evaluated. */
export interface CompiledPolicy extends Mentions {
  readonly document: PolicyDocument;
  readonly assert: CompiledExpression;
  readonly message: CompiledMessage | undefined;
  /** The value of `params`; undefined if there are none. */
  readonly parameters: unknown;
  /** What decides about its verdict; undefined where that is not known before it is evaluated. */
  readonly fingerprint: Fingerprint | undefined;
  /** `connector`: evaluated for each connector; `plan`: once for each plan; `cluster`: once for each cluster. */
  readonly about: 'connector' | 'plan' | 'cluster';
}

/** Compiled policies, and the mistakes of the others. */
export interface CompiledPolicies {
  readonly policies: readonly CompiledPolicy[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles the policies of a project once; they can then be evaluated any number of times. */
export function compilePolicies({ documents, pack }: DeclaredPolicies): CompiledPolicies {
  const taken = takePack(pack);
  const diagnostics = [...taken.diagnostics];
  const names = new Map<string, PolicyDocument>();
  const policies: CompiledPolicy[] = [];
  for (const document of [...taken.documents, ...documents]) {
    const first = names.get(document.name);
    if (first) diagnostics.push(duplicate(document, first));
    names.set(document.name, document);
    const compiled = compilePolicy(document);
    if ('problems' in compiled) diagnostics.push(...compiled.problems);
    else policies.push(compiled);
  }
  return { policies, diagnostics };
}

/** All ready-made policies with their defaults. */
export function compileReadyMade(): readonly CompiledPolicy[] {
  return readyMadePolicies.map((policy) => {
    const compiled = compilePolicy(documentOf(policy, defaultsOf(policy)));
    if ('problems' in compiled) throw new Error(`the ready-made policy ${policy.name} has a mistake`);
    return compiled;
  });
}

function duplicate({ name, source }: PolicyDocument, first: PolicyDocument): Diagnostic {
  const related = first.source ? [{ label: 'first declared in', source: first.source }] : [];
  return diagnose('duplicate-policy', { name }, { source, related });
}

/** Compiles one policy, or finds all of its mistakes. */
export function compilePolicy(
  document: PolicyDocument,
): CompiledPolicy | { readonly problems: readonly Diagnostic[] } {
  const further = new Map([['params', parametersType(document)]]);
  const hasParameters = Object.keys(document.parameters).length > 0;
  const known = hasParameters ? further : undefined;
  const assert = compileExpression(document.assert.text, { further: known, expected: 'bool' });
  const message = document.message && compileMessage(document.message.text, known);
  const problems = [
    ...(assert.kind === 'invalid' ? problemsIn(document, document.assert, assert) : []),
    ...(document.message && message && 'problems' in message
      ? problemsIn(document, document.message, message)
      : []),
  ];
  if (assert.kind === 'invalid' || (message && 'problems' in message)) return { problems };
  const asserted = mentionsOf([assert.syntax]);
  const { variables } = mentionsOf([
    assert.syntax,
    ...(message?.expressions ?? []).map(({ syntax }) => syntax),
  ]);
  return {
    document,
    assert,
    message,
    parameters: known && parametersValue(document.parameters),
    fingerprint: fingerprintOf(assert.syntax),
    variables,
    keys: asserted.keys,
    about: subjectOf(document, variables),
  };
}

function problemsIn(
  { name }: PolicyDocument,
  text: PolicyText,
  { problems, isSyntax }: { readonly problems: readonly ExpressionProblem[]; readonly isSyntax: boolean },
): readonly Diagnostic[] {
  return problems.map(({ offset, reason, suggestion }) => {
    const source = text.at(offset);
    return isSyntax
      ? diagnose('invalid-policy-syntax', { policy: name, reason }, { source })
      : diagnose('invalid-policy-expression', { policy: name, reason, suggestion }, { source });
  });
}

/** A policy that names no connector is about the plan, or about the cluster alone. */
function subjectOf({ match }: PolicyDocument, variables: ReadonlySet<string>): CompiledPolicy['about'] {
  const isLimited = Boolean(match.class ?? match.name ?? match.type ?? match.change);
  if (isLimited || ['connector', 'live', 'change'].some((name) => variables.has(name))) return 'connector';
  return variables.has('plan') ? 'plan' : 'cluster';
}

function parametersType({ parameters }: PolicyDocument): CelType {
  const fields = Object.entries(parameters).map(([name, value]): [string, CelType] => {
    if (typeof value === 'number') return [name, scalar('int')];
    if (typeof value === 'boolean') return [name, scalar('bool')];
    return [name, typeof value === 'string' ? scalar('string') : listOf(scalar('string'))];
  });
  return { kind: 'record', name: 'params', isNullable: false, fields: Object.fromEntries(fields) };
}
