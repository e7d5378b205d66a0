import type { ParsedBackup } from '../desired/read-backup.ts';
import { compareConfigs } from '../diff/compare-configs.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Plan, PlannedStep, Refusal } from '../model/plan.ts';
import type { Ownership } from '../model/project.ts';
import { ownershipScope } from '../plan/ownership-scope.ts';
import { withFindings } from '../plan/with-findings.ts';
import type { DesiredByName } from '../project/desired-by-name.ts';

/** What a restore knows beyond its plan. */
export interface RestorationFacts {
  readonly backups: readonly ParsedBackup[];
  readonly files: DesiredByName;
  readonly ownership: Ownership;
  /** `--allow-other-cluster`: backups of another Kafka cluster are meant for this one. */
  readonly otherCluster: 'refused' | 'meant';
}

/**
 * The plan of a restore as it is shown: about the restored connectors and no others, with what a restore does not
 * bring back, what the next apply will make of it, and the guard against the wrong cluster.
 */
export function refineRestore(plan: Plan, facts: RestorationFacts): Plan {
  const located = new Map(facts.backups.map((one) => [one.backup.name as string, one]));
  const steps = plan.steps.map((step) => withRemarks(step, located.get(step.change.name)));
  const warnings = steps.flatMap(({ change }) =>
    change.kind === 'delete' ? [] : (conflictsWithFiles(change.desired, facts) ?? []),
  );
  const refined: Plan = {
    ...plan,
    steps,
    leftAlone: plan.leftAlone.filter(({ name }) => located.has(name)),
    refusals: [...plan.refusals, ...judgeCluster(plan, facts)],
  };
  return withFindings(refined, [...plan.findings, ...warnings], plan.validation);
}

/** What the backup has and the restore leaves out. */
function withRemarks(step: PlannedStep, located: ParsedBackup | undefined): PlannedStep {
  if (!located) return step;
  const { offsets, nullKeys } = located.backup;
  const hasOffsets = offsets.kind === 'saved' && offsets.partitions > 0;
  const remarks = [
    ...(hasOffsets ? [`its offsets were saved in ${located.name.file} and are not put back`] : []),
    ...nullKeys.map((key) => `${key} was stored as null, which cannot be written: it is left out`),
  ];
  return { ...step, effects: [...step.effects, ...remarks] };
}

/** What the next apply would do about a connector as it is restored; undefined: nothing. */
function conflictsWithFiles(
  restored: PresentConnector,
  { files, ownership }: RestorationFacts,
): Diagnostic | undefined {
  const { name } = restored;
  const wish = files.byName.get(name);
  if (wish) {
    const differing = differences(wish, restored);
    const [source] = [wish.kind === 'absent' ? wish.stateSource : wish.source];
    return differing.length > 0
      ? diagnose('restore-conflicts-with-file', { name, differing }, { source })
      : undefined;
  }
  if (!files.isComplete || files.elsewhere.has(name)) return undefined;
  const scope = ownershipScope(ownership);
  const isPrunable = scope.owns(restored) && scope.protectedBy(name) === undefined;
  return isPrunable ? diagnose('restore-will-be-pruned', { name }, { source: restored.source }) : undefined;
}

/** Keys, and `state`, in which a file and a restored connector differ. */
function differences(wish: DesiredConnector, restored: PresentConnector): readonly string[] {
  if (wish.kind === 'absent') return ['state: absent'];
  const { fields } = compareConfigs(wish, { config: restored.config, nullKeys: [] });
  const keys = fields.map(({ key }) => key).filter((key) => !isUnknown(wish, key));
  const state = wish.state !== undefined && restored.state !== undefined && wish.state !== restored.state;
  return [...keys, ...(state ? ['state'] : [])];
}

/** Nobody can compare a value whose variable is not set in this run; it stands as it is written. */
function isUnknown(wish: PresentConnector, key: string): boolean {
  return wish.secretKeys.has(key) && /\$\{env\./.test(wish.config.get(key) ?? '');
}

/** A connector on a second cluster would read and write what belongs to the first one. */
function judgeCluster({ cluster }: Plan, { backups, otherCluster }: RestorationFacts): Refusal[] {
  const here = cluster.worker.kafkaClusterId;
  const foreign = backups.filter(({ backup }) => {
    const there = backup.cluster.kafkaClusterId;
    return here !== undefined && there !== undefined && there !== here;
  });
  const [first] = foreign;
  if (!first || otherCluster === 'meant') return [];
  const { name, kafkaClusterId } = first.backup.cluster;
  return [
    {
      code: 'other-cluster',
      message:
        `${foreign.length === 1 ? 'this backup is' : 'these backups are'} of another Kafka cluster ` +
        `(${[...(name === undefined ? [] : [name]), kafkaClusterId].join(', ')}), this one is ${here}`,
      hint: 'choose the cluster with --cluster; --allow-other-cluster says that this one is meant',
      names: foreign.map(({ backup }) => backup.name).sort(),
    },
  ];
}
