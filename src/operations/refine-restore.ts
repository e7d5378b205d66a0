import type { ParsedBackup } from '../desired/read-backup.ts';
import { compareConfigs } from '../diff/compare-connectors.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Plan, PlannedStep, Refusal } from '../model/plan.ts';
import type { Ownership } from '../model/project.ts';
import { ownershipScope } from '../plan/ownership-scope.ts';
import { withFindings } from '../plan/with-findings.ts';
import type { DesiredByName } from '../project/desired-by-name.ts';

/** What a restore knows beyond its plan. */
export interface RestoreFacts {
  readonly backups: readonly ParsedBackup[];
  /** What the connector files declare. */
  readonly declared: DesiredByName;
  readonly ownership: Ownership;
  /** Whether backups of another Kafka cluster may be restored. */
  readonly otherCluster: 'refuse' | 'allow';
}

/**
 * Limits a plan to the restored connectors, and adds what a restore does not bring back, what the next apply will
 * change, and the safety check for the right Kafka cluster.
 */
export function refineRestore(plan: Plan, facts: RestoreFacts): Plan {
  const located = new Map(facts.backups.map((one) => [one.backup.name as string, one]));
  const steps = plan.steps.map((step) => withRemarks(step, located.get(step.change.name)));
  const warnings = steps.flatMap(({ change }) =>
    change.kind === 'delete' ? [] : (conflictWithFiles(change.desired, facts) ?? []),
  );
  const refined: Plan = {
    ...plan,
    steps,
    leftAlone: plan.leftAlone.filter(({ name }) => located.has(name)),
    refusals: [...plan.refusals, ...checkKafkaCluster(plan, facts)],
  };
  return withFindings(refined, [...plan.findings, ...warnings], plan.validation);
}

/** What the backup contains and the restore leaves out. */
function withRemarks(step: PlannedStep, located: ParsedBackup | undefined): PlannedStep {
  if (!located) return step;
  const { offsets, nullKeys } = located.backup;
  const hasOffsets = offsets.kind === 'saved' && offsets.partitions > 0;
  const remarks = [
    ...(hasOffsets ? [`its offsets were saved in ${located.name.file} and are not restored`] : []),
    ...nullKeys.map((key) => `${key} is left out: its value was null, which cannot be written`),
  ];
  return { ...step, effects: [...step.effects, ...remarks] };
}

/** What the next apply will change about a restored connector; undefined: nothing. */
function conflictWithFiles(
  restored: PresentConnector,
  { declared, ownership }: RestoreFacts,
): Diagnostic | undefined {
  const { name } = restored;
  const desired = declared.byName.get(name);
  if (desired) {
    const differing = differences(desired, restored);
    const source = desired.kind === 'absent' ? desired.stateSource : desired.source;
    return differing.length > 0
      ? diagnose('restore-conflicts-with-file', { name, differing }, { source })
      : undefined;
  }
  if (!declared.isComplete || declared.elsewhere.has(name)) return undefined;
  const scope = ownershipScope(ownership);
  const isPrunable = scope.owns(restored) && scope.protectedBy(name) === undefined;
  return isPrunable ? diagnose('restore-will-be-pruned', { name }, { source: restored.source }) : undefined;
}

/** Keys, and `state`, in which a file and a restored connector differ. */
function differences(desired: DesiredConnector, restored: PresentConnector): readonly string[] {
  if (desired.kind === 'absent') return ['state: absent'];
  const { fields } = compareConfigs(desired, { config: restored.config, nullKeys: [] });
  const keys = fields.map(({ key }) => key).filter((key) => !isUnresolved(desired, key));
  const state =
    desired.state !== undefined && restored.state !== undefined && desired.state !== restored.state;
  return [...keys, ...(state ? ['state'] : [])];
}

/** Whether a value cannot be compared because its variable is not set in this run. */
function isUnresolved(desired: PresentConnector, key: string): boolean {
  return desired.secretKeys.has(key) && /\$\{env\./.test(desired.config.get(key) ?? '');
}

/** A connector that runs on a second cluster too would read and write the data of the first one. */
function checkKafkaCluster({ cluster }: Plan, { backups, otherCluster }: RestoreFacts): Refusal[] {
  const here = cluster.worker.kafkaClusterId;
  const foreign = backups.filter(({ backup }) => {
    const there = backup.cluster.kafkaClusterId;
    return here !== undefined && there !== undefined && there !== here;
  });
  const [first] = foreign;
  if (!first || otherCluster === 'allow') return [];
  const { name, kafkaClusterId } = first.backup.cluster;
  return [
    {
      code: 'other-cluster',
      message:
        `${foreign.length === 1 ? 'this backup is' : 'these backups are'} of another Kafka cluster ` +
        `(${[...(name === undefined ? [] : [name]), kafkaClusterId].join(', ')}), this one is ${here}`,
      hint: 'choose the right cluster with --cluster, or add --allow-other-cluster to restore onto this one',
      names: foreign.map(({ backup }) => backup.name).sort(),
    },
  ];
}
