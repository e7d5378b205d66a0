import type { ExampleView, PolicyTestView } from '../model/policy-view.ts';
import { viewPlace } from '../model/redaction/view-plan.ts';
import type { ExampleResult } from '../policy/test-policies.ts';
import type { ProjectInput } from '../project/load-project.ts';
import { loadWithPolicies } from './compiled-policies.ts';
import { policiesWithoutMistakes } from './list-policies.ts';

/**
 * Evaluates the examples of the policies of a project. Nothing is contacted.
 *
 * @throws InvalidInputError with the mistakes of policies
 */
export async function testPolicies(input: ProjectInput): Promise<PolicyTestView> {
  const project = await loadWithPolicies(input);
  const { policies } = await policiesWithoutMistakes(project);
  const { testPolicies: test } = await import('../policy/test-policies.ts');
  return {
    results: test(policies, project.scrub).map(viewResult),
    untested: policies.filter(({ document }) => document.examples.length === 0).map(nameOf),
  };
}

function viewResult({ policy, expected, actual, text, source }: ExampleResult): ExampleView {
  return { policy, source: source ? viewPlace(source) : null, expected, actual, message: text ?? null };
}

function nameOf({ document }: { readonly document: { readonly name: string } }): string {
  return document.name;
}
