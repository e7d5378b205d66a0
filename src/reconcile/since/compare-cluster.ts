import { variablesOn } from '../../desired/cluster-lookup.ts';
import type { LoadedSnapshots } from '../../desired/load-snapshots.ts';
import type { ResolvedConnectors } from '../../desired/resolve-connectors.ts';
import { resolveOwnership } from '../../desired/resolve-ownership.ts';
import type { Clock } from '../../model/clock.ts';
import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import type { ComparedWith, PlanView } from '../../model/plan-view.ts';
import { makeRedactor, type Redactor } from '../../model/redaction/redactor.ts';
import type { SnapshotReport } from '../../model/snapshot-report.ts';
import { withoutRepeatedWarnings } from '../../plan/assess-validation.ts';
import type { PlanPolicy } from '../../plan/plan-policy.ts';
import { isPolicyFinding } from '../../plan/plan-verdict.ts';
import { isSelected } from '../../plan/why-left-alone.ts';
import { withFindings } from '../../plan/with-findings.ts';
import { findFormerSecretKeys, mergeKeys } from '../../project/former-secrets.ts';
import { applyStrict, type Project } from '../../project/load-project.ts';
import type { OfflineCluster } from '../../project/resolve-offline.ts';
import { checkPlan } from '../check-policies.ts';
import { checkWithSnapshots } from '../check-with-snapshots.ts';
import { collisionsOfFiles } from '../find-collisions.ts';
import { selectFiles } from '../select-files.ts';
import { asLive } from './declared-connectors.ts';
import { planComparison, type Revisions } from './plan-comparison.ts';
import { pluginsOfFiles } from './plugins-of-files.ts';
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
  readonly snapshots: LoadedSnapshots;
  /** For the age of the snapshots, and the time of policies. */
  readonly clock: Pick<Clock, 'wallTime'>;
  readonly files: readonly string[];
  readonly only: readonly string[];
}

/** The difference for one cluster. */
export interface ComparedFiles {
  /** A plan that is not applied. */
  readonly view: PlanView;
  /** Whether an error was found in what the files declare. */
  readonly isInvalid: boolean;
  /** Whether policies deny it, and nothing else is wrong. */
  readonly isDenied: boolean;
  /** With which plugin snapshots the files were checked; empty if the project has none. */
  readonly snapshots: readonly SnapshotReport[];
}

/** Compares what the files declare for one cluster with what they declared. */
export async function compareCluster(comparison: ClusterComparison): Promise<ComparedFiles> {
  const { project, cluster, before, findings, comparedWith } = comparison;
  const { desired, clusterName } = cluster;
  const plugins = pluginsOfFiles(comparison.snapshots, clusterName);
  const policy = policyOf(comparison);
  const revisions: Revisions = {
    cluster: clusterName,
    before: before?.connectors ?? [],
    live: asLive(before?.connectors ?? [], plugins.typeOf),
    now: desired.connectors,
    elsewhere: desired.elsewhere,
    policy,
    plugins,
  };
  const compared = planComparison(revisions);
  const redactor = await makeComparisonRedactor(comparison, revisions);
  const checked = await checkWithSnapshots(project, [cluster], comparison.clock);
  const collisions = collisionsOfFiles([desired.connectors], {
    classes: plugins.classes,
    isSelected: (name) => isSelected(name, revisions.policy),
  });
  const found = [
    ...project.files.diagnostics,
    ...desired.diagnostics,
    ...desired.unclearAliases,
    ...collisions,
    ...checked.findings,
  ];
  const denied = await checkPlan({
    ...{
      project,
      plan: compared.plan,
      desired: desired.connectors,
      redactor,
      now: comparison.clock.wallTime(),
    },
    which: 'without-live',
    label: clusterName ?? 'the files',
    cluster: { name: clusterName ?? '', version: '', kafkaClusterId: '', url: '' },
    readClasses: async () => plugins.classes,
  });
  const plan = withFindings(compared.plan, checked.hidePasswords([...found, ...denied]), 'left-out');
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
  const isInvalid = hasErrors(assessed.filter((one) => !isPolicyFinding(one)));
  const isDenied = hasErrors(assessed) && !isInvalid;
  return { view, isInvalid, isDenied, snapshots: checked.reports };
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
  { live, now, plugins }: Revisions,
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
    passwordKeys: plugins.passwordKeys,
    known: project.secrets,
  });
}
