import type { PolicyListView, PolicyTestView } from '../model/policy-view.ts';
import { listPolicies as list } from '../reconcile/list-policies.ts';
import { testPolicies as test } from '../reconcile/test-policies.ts';
import { type ProjectOptions, projectInput } from './load-project.ts';
import { portsOf, type RunOptions } from './run-options.ts';

/** Whose policies to list. */
export interface PolicyOptions extends Pick<RunOptions, 'clock'> {
  readonly project: ProjectOptions;
}

/**
 * The policies that are in force in a project, with what explains them. Nothing is contacted.
 *
 * @throws ConnectSyncError (invalid-input) with the mistakes of policies
 */
export function listPolicies({ project, ...rest }: PolicyOptions): Promise<PolicyListView> {
  return list({ project: projectInput(project), which: 'in-force' }, portsOf(rest));
}

/**
 * Evaluates the examples of the policies of a project. Nothing is contacted.
 *
 * @throws ConnectSyncError (invalid-input) with the mistakes of policies
 */
export function testPolicies({ project }: PolicyOptions): Promise<PolicyTestView> {
  return test(projectInput(project));
}
