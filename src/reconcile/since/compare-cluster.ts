import { variablesOn } from '../../desired/cluster-lookup.ts';
import type { ResolvedConnectors } from '../../desired/resolve-connectors.ts';
import { resolveOwnership } from '../../desired/resolve-ownership.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import type { ComparedWith, PlanView } from '../../model/plan-view.ts';
import { makeRedactor, type Redactor } from '../../model/redaction/redactor.ts';
import { withoutRepeatedWarnings } from '../../plan/assess-validation.ts';
import type { PlanPolicy } from '../../plan/plan-policy.ts';
import { isSelected } from '../../plan/why-left-alone.ts';
import { withFindings } from '../../plan/with-findings.ts';
import { findFormerSecretKeys, mergeKeys } from '../../project/former-secrets.ts';
import { applyStrict, type Project } from '../../project/load-project.ts';
import type { OfflineCluster } from '../../project/resolve-offline.ts';
import { collisionsOfFiles } from '../find-collisions.ts';
import { selectFiles } from '../select-files.ts';
import { asLive, typeByName } from './declared-connectors.ts';
import { planComparison, type Revisions } from './plan-comparison.ts';
import { viewComparison } from './view-comparison.ts';

/** What is compared for one cluster, and how. */
export interface ClusterComparison {
  readonly project: Project;
  readonly cluster: OfflineCluster;
  /** What the files declared as of the commit; undefined if they did not know the cluster. */
  readonly before: ResolvedConnectors | undefined;
  readonly comparedWith: ComparedWith;
  /** Warnings about the earlier revision; they say nothing about the files, so that `strict` does not count. */
  readonly findings: readonly Diagnostic[];
  readonly files: readonly string[];
  readonly only: readonly string[];
}

/** Compares what the files declare for one cluster with what they declared. */
export async function compareCluster(
  comparison: ClusterComparison,
): Promise<{ readonly view: PlanView; readonly isInvalid: boolean }> {
  const { project, cluster, before, findings, comparedWith } = comparison;
  const { desired, clusterName } = cluster;
  const revisions: Revisions = {
    cluster: clusterName,
    before: before?.connectors ?? [],
    live: asLive(before?.connectors ?? [], typeByName),
    now: desired.connectors,
    elsewhere: desired.elsewhere,
    policy: policyOf(comparison),
    classes: undefined,
  };
  const compared = planComparison(revisions);
  const redactor = await makeComparisonRedactor(comparison, revisions);
  const collisions = collisionsOfFiles([desired.connectors], {
    isSelected: (name) => isSelected(name, revisions.policy),
  });
  const found = [
    ...project.files.diagnostics,
    ...desired.diagnostics,
    ...desired.unclearAliases,
    ...collisions,
  ];
  const plan = withFindings(compared.plan, found, 'left-out');
  const assessed = [...applyStrict(project, withoutRepeatedWarnings(plan.findings)), ...findings];
  const view = viewComparison({
    ...compared,
    plan: { ...plan, findings: assessed },
    before: revisions.before,
    now: revisions.now,
    comparedWith,
    redactor,
    scrub: project.scrub,
  });
  return { view, isInvalid: hasErrors(assessed) };
}

function policyOf({ project, cluster, files, only }: ClusterComparison): PlanPolicy {
  const vars = project.input.vars ?? new Map<string, string>();
  const { clusterName: name, desired } = cluster;
  return {
    ownership: resolveOwnership(project.files, { name, vars }).ownership,
    prune: false,
    allowDeletes: undefined,
    allowEmpty: true,
    adopt: [],
    markers: 'ignored',
    only,
    selected: selectFiles({ project, desired }, files),
    restart: 'none',
    maxRestarts: 0,
  };
}

/** A value that was secret in either revision, or in an earlier one, is masked on both sides. */
async function makeComparisonRedactor(
  { project, cluster, before }: ClusterComparison,
  { live, now }: Revisions,
): Promise<Redactor> {
  const { clusterName: name, desired } = cluster;
  const vars = variablesOn(project.files, name, project.input.vars ?? new Map());
  const shown = { live: live.values(), desired: now };
  const former = await findFormerSecretKeys({ project, vars, target: { name } }, shown);
  return makeRedactor({
    live: live.values(),
    desired: now,
    get secretKeys() {
      return mergeKeys(mergeKeys(desired.secretKeys, before?.secretKeys ?? new Map()), former);
    },
    get referenceKeys() {
      return mergeKeys(desired.referenceKeys, before?.referenceKeys ?? new Map());
    },
    passwordKeys: new Map(),
    known: project.secrets,
  });
}
