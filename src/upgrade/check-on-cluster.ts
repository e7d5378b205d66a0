import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Clock } from '../model/clock.ts';
import type { PluginSet } from '../model/plugin-snapshot.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import type { UncheckedView, UpgradeSideView } from '../model/upgrade-view.ts';
import type { WorkerInfo } from '../model/worker-info.ts';
import type { UpgradeFinding } from '../plugins/upgrade-finding.ts';
import { checkIdentity } from '../project/read-cluster.ts';
import type { ClusterContext } from '../project/resolve-clusters.ts';
import { type Assessment, assessRefusal } from './assess-refusal.ts';
import { configToSend } from './config-to-send.ts';
import { readPlugins, type SourceReading } from './read-source.ts';
import { uncheckedPlugins, uncheckedValidations, type WithheldConnector } from './unchecked.ts';
import { type Candidate, type ValidationOutcome, validateOnTarget } from './validate-on-target.ts';

/** What is known about the target, and what it says about the connectors of the source. */
export interface TargetReading {
  readonly side: UpgradeSideView;
  /** Undefined: they could not be read. */
  readonly plugins: PluginSet | undefined;
  /** By connector; one that was not validated is missing. */
  readonly refused: ReadonlyMap<string, readonly UpgradeFinding[]>;
  readonly unchecked: readonly UncheckedView[];
}

/** What is checked on a target. */
export interface TargetCheck {
  readonly source: SourceReading;
  readonly sendSecrets: boolean;
  readonly clock: Clock;
}

/**
 * Reads the plugins of a target and has it validate the connectors of the source. Validation is a PUT that changes
 * nothing.
 *
 * @throws WorkerFailure if the target cannot be read
 * @throws ConnectSyncError `other-cluster`
 */
export async function checkOnCluster(
  connection: ConnectCluster,
  { label, target, project }: ClusterContext,
  { source, sendSecrets, clock }: TargetCheck,
): Promise<TargetReading> {
  await connection.awaitStarted();
  const worker = await connection.readWorker();
  checkIdentity(worker, { label, kafkaClusterId: target.kafkaClusterId });
  const { connectors, declared, redactor } = source;
  const configs = connectors.map(({ config }) => config);
  const plugins = await readPlugins(connection, worker, { configs, label, scrub: project.scrub, clock });
  const candidates: Candidate[] = [];
  const withheld: WithheldConnector[] = [];
  for (const connector of connectors) {
    const { name } = connector;
    const found = configToSend(connector, declared.get(name), { redactor, sendSecrets });
    if ('config' in found) candidates.push({ connector, config: found.config });
    else withheld.push({ name, ...found });
  }
  const outcomes = await validateOnTarget(connection, candidates);
  const assessed = assessAll(candidates, outcomes, { source, scrub: project.scrub });
  return {
    side: { name: label, kind: 'cluster', url: connection.url, kafkaConnect: worker.versionText },
    plugins: plugins.set,
    refused: refusalsIn(assessed),
    unchecked: [
      ...sameCluster(await connection.listNames(), source, { label, worker }),
      ...uncheckedPlugins('target', label, plugins),
      ...uncheckedValidations({ label, withheld, outcomes, assessed }),
    ],
  };
}

function assessAll(
  candidates: readonly Candidate[],
  outcomes: ReadonlyMap<string, ValidationOutcome>,
  { source: { declared, redactor }, scrub }: { readonly source: SourceReading; readonly scrub: Scrub },
): ReadonlyMap<string, Assessment> {
  return new Map(
    candidates.flatMap(({ connector: { name }, config }) => {
      const outcome = outcomes.get(name);
      if (outcome?.kind !== 'validated') return [];
      const { validation } = outcome;
      const about = { name, config, validation, declared: declared.get(name), redactor, scrub };
      return [[name, assessRefusal(about)] as const];
    }),
  );
}

/** After an inconclusive objection the target may not have validated the other keys, so its result does not count. */
function refusalsIn(
  assessed: ReadonlyMap<string, Assessment>,
): ReadonlyMap<string, readonly UpgradeFinding[]> {
  return new Map(
    [...assessed].flatMap(([name, { findings, inconclusive }]) =>
      findings.length > 0 || inconclusive.length === 0 ? [[name, findings] as const] : [],
    ),
  );
}

/** A target with the same connectors in the same Kafka cluster is most likely the source under another URL. */
function sameCluster(
  names: readonly string[],
  source: SourceReading,
  { label, worker }: { readonly label: string; readonly worker: WorkerInfo },
): readonly UncheckedView[] {
  const sameKafka =
    worker.kafkaClusterId === source.worker.kafkaClusterId &&
    worker.versionText === source.worker.versionText;
  const isSame = sameKafka && names.length > 0 && [...names].sort().join('\n') === source.names.join('\n');
  if (!isSame) return [];
  return [
    {
      message: `${label} looks like the cluster that is to be upgraded: it has the same version, Kafka cluster and connectors`,
      hint: 'name workers of the new version with --to',
      connectors: [],
    },
  ];
}
