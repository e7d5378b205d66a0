import { hasErrors } from '../model/diagnostic.ts';
import { InvalidInputError } from '../model/error.ts';
import type { PolicyExemption } from '../model/policy.ts';
import type { PolicyListView, PolicyView } from '../model/policy-view.ts';
import type { Ports } from '../model/ports.ts';
import { viewPlace } from '../model/redaction/view-plan.ts';
import type { CompiledPolicies, CompiledPolicy } from '../policy/compile-policies.ts';
import { applyStrict, type Project, type ProjectInput } from '../project/load-project.ts';
import { resolveOffline } from '../project/resolve-offline.ts';
import { compiledPolicies, loadWithPolicies } from './compiled-policies.ts';

/** Whose policies to list. */
export interface ListPoliciesInput {
  readonly project: ProjectInput;
  /** `ready-made`: all that connect-sync brings, with their defaults; `in-force`: those of the project. */
  readonly which: 'in-force' | 'ready-made';
}

/**
 * The policies of a project with everything that explains them, or all ready-made ones.
 *
 * @throws InvalidInputError with the mistakes of policies
 */
export async function listPolicies(input: ListPoliciesInput, { clock }: Ports): Promise<PolicyListView> {
  const now = clock.wallTime();
  if (input.which === 'ready-made') {
    const { compileReadyMade } = await import('../policy/compile-policies.ts');
    return { policies: compileReadyMade().map((policy) => viewPolicy(policy, { now, names: undefined })) };
  }
  const project = await loadWithPolicies(input.project);
  const { policies } = await policiesWithoutMistakes(project);
  const { couldApplyTo } = await import('../policy/could-apply.ts');
  const clusters = resolveOffline(project, { clusters: [], allClusters: undefined }, 'all');
  return {
    policies: policies.map((policy) => {
      const names = clusters.flatMap(({ clusterName = '', desired }) =>
        desired.connectors.filter((one) => couldApplyTo(policy, one, clusterName)).map(({ name }) => name),
      );
      return viewPolicy(policy, { now, names: new Set(names) });
    }),
  };
}

/**
 * The compiled policies of a project.
 *
 * @throws InvalidInputError where a policy has a mistake; what is wrong elsewhere does not matter here
 */
export async function policiesWithoutMistakes(project: Project): Promise<CompiledPolicies> {
  const compiled = await compiledPolicies(project);
  const { files } = project;
  const found = [
    ...compiled.diagnostics,
    ...files.policies.diagnostics,
    ...(files.isProjectBroken ? files.diagnostics : []),
  ];
  const problems = applyStrict(project, [...new Set(found)]);
  if (hasErrors(problems)) throw new InvalidInputError(problems, files.files);
  return compiled;
}

interface ViewContext {
  readonly now: number;
  /** The declared connectors that it can apply to. */
  readonly names: ReadonlySet<string> | undefined;
}

function viewPolicy(
  { document, about, assert, message }: CompiledPolicy,
  { now, names }: ViewContext,
): PolicyView {
  const { name, description, severity, match, parameters, exempt, examples, source } = document;
  return {
    name,
    source: source ? viewPlace(source) : null,
    description: description ?? null,
    severity,
    about,
    match: Object.fromEntries(
      Object.entries(match).flatMap(([key, words]) => (words === undefined ? [] : [[key, words]])),
    ),
    assert: assert.text.trim(),
    message: (message && document.message?.text.trim()) ?? null,
    parameters,
    connectors: about === 'connector' && names ? names.size : null,
    exemptions: exempt.map((one) => ({
      names: one.names,
      reason: one.reason,
      until: one.until,
      daysLeft: daysLeft(one, now),
    })),
    examples: examples.length,
  };
}

const day = 24 * 60 * 60 * 1000;

/** Days end at midnight in UTC. */
function daysLeft({ until }: PolicyExemption, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(`${until}T00:00:00Z`) + day - now) / day));
}
