import type { FieldChange, UpdateChange } from '../change.ts';
import { compareText } from '../config.ts';
import { describeFailedInstances, isAnyFailed } from '../describe-failed-instances.ts';
import { rootCause } from '../health.ts';
import type { KeyEffect } from '../key-effect.ts';
import { observedState } from '../live-connector.ts';
import { maskedKeys } from '../masked-value.ts';
import type { ActiveChange, LeftAlone, Plan, PlanCluster, PlannedStep, Refusal } from '../plan.ts';
import type {
  ChangeView,
  ClusterView,
  ConnectorDocument,
  FieldView,
  KeyEffectView,
  LeftAloneView,
  PlanView,
  RolloutView,
} from '../plan-view.ts';
import type { Rollout } from '../rollout.ts';
import type { Source } from '../source.ts';
import { actionLines } from './action-lines.ts';
import type { Redactor } from './redactor.ts';
import type { Scrub } from './scrub.ts';
import { viewDiagnostics } from './view-diagnostics.ts';

/**
 * The plan as it may be shown: secrets are masked, messages of workers are scrubbed. Renderers, files and logs see
 * this and nothing else. It is a plain value: JSON and back gives the same.
 */
export function viewPlan(plan: Plan, redactor: Redactor, scrub: Scrub): PlanView {
  return {
    format: 'connect-sync/plan',
    version: 1,
    complete: true,
    cluster: viewCluster(plan.cluster, scrub),
    connectorsDeclared: plan.connectorsDeclared,
    connectorsLive: plan.connectorsLive,
    changes: plan.steps.map((step) => viewStep(step, redactor, scrub)),
    unchanged: plan.unchanged.map((change) => change.name),
    leftAlone: plan.leftAlone.map((left) => viewLeftAlone(left, scrub)),
    refusals: plan.refusals.map((refusal) => viewRefusal(refusal, scrub)),
    diagnostics: viewDiagnostics(plan.findings, scrub),
    validation: plan.validation,
    ...(plan.rollouts && { rollouts: plan.rollouts.map(viewRollout) }),
  };
}

function viewCluster({ name, url, worker }: PlanCluster, scrub: Scrub): ClusterView {
  return {
    name: name ?? null,
    url,
    workerVersion: scrub(worker.versionText),
    kafkaClusterId: worker.kafkaClusterId === undefined ? null : scrub(worker.kafkaClusterId),
  };
}

function viewStep(step: PlannedStep, redactor: Redactor, scrub: Scrub): ChangeView {
  const { change } = step;
  const failed = 'failed' in change ? change.failed : undefined;
  return {
    name: change.name,
    kind: change.kind,
    source: step.source ? viewPlace(step.source) : null,
    reason: reasonOf(change),
    effects: step.effects,
    ...(step.keyEffects && { keyEffects: step.keyEffects.map(viewKeyEffect) }),
    ...viewSecrets(change),
    wave: step.wave,
    ...(step.batch !== undefined && { batch: step.batch }),
    actions: actionLines(step.actions),
    fields: viewFields(change, redactor),
    ...maskedIn(change),
    state: 'state' in change && change.state ? { ...change.state } : null,
    before: documentBefore(change, redactor),
    after: documentAfter(change, redactor),
    rootCause: failed?.trace ? rootCause(scrub.about(change.name)(failed.trace)) : null,
  };
}

function viewKeyEffect({ keys, effect, losesOffsets }: KeyEffect): KeyEffectView {
  return { keys, effect, losesOffsets };
}

function viewSecrets(change: ActiveChange): Pick<ChangeView, 'rotates' | 'rewrites'> {
  if (change.kind !== 'update') return {};
  const rotated = rotatedKeys(change);
  return {
    ...(rotated.length > 0 && { rotates: rotated }),
    ...(change.rewrites && { rewrites: change.rewrites }),
  };
}

/** Keys whose secret differs from the one that was written last, by the fingerprint. */
function rotatedKeys({ desired, live }: UpdateChange): readonly string[] {
  return desired.fingerprint?.compare(live.config).rotated ?? [];
}

function viewRollout({ origin, bakeMilliseconds, places: _, ...rollout }: Rollout): RolloutView {
  const { layer, label = null, source } = origin;
  return {
    ...rollout,
    origin: { layer, label, source: source ? viewPlace(source) : null },
    bakeMilliseconds: bakeMilliseconds ?? null,
  };
}

/** A place without the line's text: that is for problems, which show it. */
export function viewPlace({ file, line, column, endColumn }: Source): Source {
  return { file, line, column, ...(endColumn === undefined ? {} : { endColumn }) };
}

function reasonOf(change: ActiveChange): string | null {
  if (change.kind === 'delete') return deletionReasons[change.because.kind];
  return 'failed' in change && change.failed && isAnyFailed(change.failed)
    ? describeFailedInstances(change.failed)
    : null;
}

const deletionReasons = {
  absent: 'state: absent',
  prune: 'pruned: owned but not declared',
  requested: 'requested by name',
} as const;

function viewFields(change: ActiveChange, redactor: Redactor): FieldView[] {
  const fields = change.kind === 'create' ? allKeys(change.target) : 'fields' in change ? change.fields : [];
  return fields
    .map((field) => withReferences(viewField(change.name, field, redactor), change))
    .sort((one, other) => compareText(one.key, other.key));
}

/** A reviewer sees which variable a masked value comes from: any variable of the job may be sent to the worker. */
function withReferences(field: FieldView, change: ActiveChange): FieldView {
  if (!field.sensitive || field.after === null || !('desired' in change)) return field;
  const names = change.desired.origins.get(field.key)?.variables ?? [];
  return names.length === 0 ? field : { ...field, references: names.map((name) => `\${env.${name}}`) };
}

function allKeys(config: ReadonlyMap<string, string>): FieldChange[] {
  return [...config].map(([key, after]) => ({ key, before: undefined, after }));
}

function viewField(connector: string, { key, before, after }: FieldChange, redactor: Redactor): FieldView {
  const shown = [before, after].map((text) =>
    typeof text === 'string' ? redactor.value(connector, key, text) : undefined,
  );
  return {
    key,
    before: shown[0]?.text ?? null,
    after: shown[1]?.text ?? null,
    sensitive: shown.some((value) => value?.sensitive),
    ...(before === null ? { wasNull: true } : {}),
  };
}

function documentBefore(change: ActiveChange, redactor: Redactor): ConnectorDocument | null {
  if (change.kind === 'create') return null;
  const { live } = change;
  return redactor.document(change.name, live.config, { state: observedState(live), nullKeys: live.nullKeys });
}

function documentAfter(change: ActiveChange, redactor: Redactor): ConnectorDocument | null {
  switch (change.kind) {
    case 'create':
      return redactor.document(change.name, change.target, { state: change.desired.state ?? 'running' });
    case 'update':
      return redactor.document(change.name, change.target, {
        state: change.state?.after ?? observedState(change.live),
      });
    case 'set-state':
      return redactor.document(change.name, change.live.config, {
        state: change.state.after,
        nullKeys: change.live.nullKeys,
      });
    case 'restart':
      return documentBefore(change, redactor);
    case 'delete':
      return null;
  }
}

/** What an update writes besides its fields, whether it differs or not. */
function maskedIn(change: ActiveChange): Pick<ChangeView, 'masked'> {
  if (change.kind !== 'update') return 'incomparable' in change ? { masked: change.incomparable } : {};
  // A rotated secret differs, though the worker masks it.
  const differing = new Set([...change.fields.map(({ key }) => key), ...rotatedKeys(change)]);
  const masked = maskedKeys(change.live.config).filter(
    (key) => change.target.has(key) && !differing.has(key),
  );
  return masked.length > 0 ? { masked } : {};
}

function viewLeftAlone({ name, reason, detail, masked, deleted }: LeftAlone, scrub: Scrub): LeftAloneView {
  return {
    name,
    reason,
    detail: detail === undefined ? null : scrub(detail),
    ...(masked && { masked }),
    ...(deleted && { deleted }),
  };
}

function viewRefusal({ code, message, hint, names }: Refusal, scrub: Scrub): Refusal {
  return { code, message: scrub(message), hint, names: [...names] };
}
