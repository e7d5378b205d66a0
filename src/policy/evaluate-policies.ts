import type { DesiredConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { PluginClasses } from '../model/plugin-classes.ts';
import type { PolicyExemption } from '../model/policy.ts';
import type { Source } from '../model/source.ts';
import { appliesOn, appliesTo, type Scope, type Traits } from './applies-to.ts';
import type { World } from './compile-expression.ts';
import type { CompiledPolicy } from './compile-policies.ts';
import { placeViolation } from './place-violation.ts';
import { type ConnectorValues, subjectWorld, withParameters } from './subject-world.ts';
import { type ClusterFacts, clusterValue, timeValue } from './world.ts';

/** A connector that policies are evaluated for. */
export interface PolicySubject extends Traits {
  readonly values: ConnectorValues;
  readonly desired: DesiredConnector | undefined;
  /** Where its declaration is; undefined for one that no file declares. */
  readonly source: Source | undefined;
}

/** What policies are evaluated for. */
export interface EvaluationInput {
  readonly policies: readonly CompiledPolicy[];
  readonly subjects: readonly PolicySubject[];
  /** The value of `plan`; undefined where only the files are known. */
  readonly plan: unknown;
  readonly cluster: ClusterFacts;
  /** What messages call the cluster. */
  readonly label: string;
  readonly classes?: PluginClasses | undefined;
  readonly unclearAliases: Scope['unclearAliases'];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Makes a quoted value fit to be shown. */
  readonly show: (text: string) => string;
}

/** Evaluates all policies; a diagnostic for each violation, and for each policy that cannot be evaluated. */
export function evaluatePolicies(input: EvaluationInput): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const common: World = {
    cluster: clusterValue(input.cluster),
    now: timeValue(input.now),
    ...(input.plan !== undefined && { plan: input.plan }),
  };
  const { policies, label } = input;
  for (const policy of policies) {
    const isDue = policy.about === 'cluster' || (policy.about === 'plan' && input.plan !== undefined);
    if (!isDue || !appliesOn(policy, input.cluster.name)) continue;
    const subject = policy.about === 'plan' ? `the plan of ${label}` : `cluster ${label}`;
    found.push(...evaluate(policy, common, { subject, input, placeAt: () => policy.document.source }));
  }
  const ofConnectors = policies.filter(({ about }) => about === 'connector');
  if (ofConnectors.length === 0) return found;
  const rules = ofConnectors.map((policy): Rule => ({ policy, passed: new Set() }));
  for (const subject of input.subjects) evaluateFor(subject, rules, { common, input, found });
  return found;
}

/** A policy about connectors, with the fingerprints of those that it has passed. */
interface Rule {
  readonly policy: CompiledPolicy;
  readonly passed: Set<string>;
}

/** Warnings about exemptions that have ended. */
export function expiredExemptions(policies: readonly CompiledPolicy[], now: number): readonly Diagnostic[] {
  return policies.flatMap(({ document: { name, exempt } }) =>
    exempt
      .filter((one) => hasExpired(one, now))
      .map(({ names, until, source }) =>
        diagnose('expired-exemption', { policy: name, names, until }, { source }),
      ),
  );
}

/** Whether the last day of an exemption is over, in UTC. */
export function hasExpired({ until }: PolicyExemption, now: number): boolean {
  return new Date(now).toISOString().slice(0, 10) > until;
}

interface Run {
  readonly common: World;
  readonly input: EvaluationInput;
  readonly found: Diagnostic[];
}

function evaluateFor(subject: PolicySubject, rules: readonly Rule[], { common, input, found }: Run): void {
  const scope = { ...input, cluster: input.cluster.name };
  const world = subjectWorld(common, subject.values);
  for (const { policy, passed } of rules) {
    if (!appliesTo(policy, subject, scope)) continue;
    const inputs = policy.fingerprint?.(world);
    if (inputs !== undefined && passed.has(inputs)) continue;
    const exemptions = policy.document.exempt.filter(({ names }) => matchesAnyGlob(names, subject.name));
    if (exemptions.some((one) => !hasExpired(one, input.now))) continue;
    const problems = evaluate(policy, world, {
      subject: subject.name,
      input,
      placeAt: () => placeViolation(policy.keys, subject, world),
      expired: exemptions
        .map(({ until }) => until)
        .sort()
        .at(-1),
    });
    if (inputs !== undefined && problems.length === 0) passed.add(inputs);
    found.push(...problems);
  }
}

interface Surroundings {
  readonly subject: string;
  readonly input: Pick<EvaluationInput, 'show'>;
  /** Called only for a violation: the text of a line takes time. */
  readonly placeAt: () => Source | undefined;
  readonly expired?: string | undefined;
}

function evaluate(
  policy: CompiledPolicy,
  common: World,
  { subject, input: { show }, placeAt, expired }: Surroundings,
): readonly Diagnostic[] {
  const { document, assert } = policy;
  const world = policy.parameters === undefined ? common : withParameters(common, policy.parameters);
  const result = assert.evaluate(world);
  if (result.kind === 'value' && result.value === true) return [];
  const source = placeAt();
  const isOwnPlace = source !== undefined && source === document.source;
  const related = document.source && !isOwnPlace ? [{ label: 'policy', source: document.source }] : [];
  const place = { source, related };
  if (result.kind === 'failed') {
    const reason = show(result.reason);
    return [diagnose('policy-not-evaluated', { policy: document.name, subject, reason }, place)];
  }
  const text = violationText(policy, world, show);
  if (document.severity === 'warn')
    return [diagnose('policy-warning', { policy: document.name, subject, text }, place)];
  return [diagnose('policy-denied', { policy: document.name, subject, text, expired }, place)];
}

/** The message of a policy that is not kept. */
export function violationText(
  { document, message }: CompiledPolicy,
  world: World,
  show: (text: string) => string,
): string {
  const text = message?.fill(world, show) ?? document.description ?? `not true: ${document.assert.text}`;
  return text.replace(/\s+/g, ' ').trim();
}
