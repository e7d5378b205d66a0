import type { Config } from '../model/config.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import { canBeEqual, isMasked } from '../model/masked-value.ts';
import type { LeftAlone, PlannedStep } from '../model/plan.ts';
import type { ChangeView } from '../model/plan-view.ts';
import { actionLines } from '../model/redaction/action-lines.ts';
import type { ConnectorFingerprint, SavedSecret } from '../model/saved-plan.ts';
import { kindsInWords } from '../plan/why-left-alone.ts';
import { differingKeys } from './compare-with-saved.ts';
import type { Sealing } from './fingerprint.ts';
import { compareSecret } from './saved-change.ts';

/** A change of a saved plan, and the current state of the same connector. */
export interface SavedChange {
  readonly view: ChangeView;
  readonly fingerprint: ConnectorFingerprint;
  readonly desired: DesiredConnector | undefined;
  readonly live: LiveConnector | undefined;
  /** The step of the new plan; undefined if it has none for this connector. */
  readonly step: PlannedStep | undefined;
  /** Why the new plan leaves the connector alone. */
  readonly left: LeftAlone | undefined;
  readonly sealing: Sealing | undefined;
  /** Of a deletion: why the live connector may not be the one that the plan deletes. */
  readonly recreated?: string | undefined;
}

/** Whether a change of a saved plan is still applied. */
export type SavedVerdict =
  /** Nothing differs from the reviewed plan: apply this step. After an interrupted run it may have fewer actions. */
  | { readonly kind: 'proceed'; readonly step: PlannedStep }
  | { readonly kind: 'unchanged' | 'stale'; readonly reason: string };

/**
 * Assesses whether a change of a saved plan may still be applied: its desired configuration is the reviewed one, and
 * the live connector is as it was, already as desired, or in between, where an interrupted run left it.
 */
export function assessSavedChange(saved: SavedChange): SavedVerdict {
  return saved.view.kind === 'delete' ? assessDeletion(saved) : assessWrite(saved);
}

function assessDeletion(saved: SavedChange): SavedVerdict {
  const { view, desired, live, step } = saved;
  if (desired?.kind === 'present') return stale('a connector file declares it now');
  // A connector deleted by --prune has no file.
  if (!desired && view.source !== null) return stale('its file no longer declares state: absent');
  if (!live) return unchanged('it is already deleted');
  if (saved.recreated !== undefined) return stale(saved.recreated);
  if (step?.change.kind !== 'delete') return stale(newPlan(saved));
  const keys = keysThatDiffer(saved, live, { side: 'live', ignoreKeys: [] });
  return keys.length > 0 ? stale(`${changedLive}: ${few(keys)}`) : { kind: 'proceed', step };
}

const changedLive = 'it was changed after the plan was saved';

function assessWrite(saved: SavedChange): SavedVerdict {
  const { desired, step } = saved;
  if (!desired) return stale('no connector file declares it any more');
  if (desired.kind === 'absent') return stale('its file declares state: absent now');
  const config = configAfter(desired, saved);
  if (!config) return stale(newPlan(saved));
  const target: Target = { desired, config };
  // Unless the new plan leaves it alone: then the live configuration does not say what the file declares.
  if (!step && saved.left && !isAtTarget(saved, target)) return stale(newPlan(saved));
  const changed = keysThatDiffer(saved, target, { side: 'desired', ignoreKeys: desired.ignoreKeys });
  if (changed.length > 0) return stale(`its file has changed: ${few(changed)}`);
  if (declaresOtherState(saved, desired)) return stale('its file has changed: state');
  if (isAtTarget(saved, target)) {
    if (step && isWithin(step, saved.view)) return { kind: 'proceed', step };
    return unchanged('it already matches the plan');
  }
  const difference = liveDifference(saved, target);
  if (difference !== undefined) return stale(difference);
  if (!step) return stale(newPlan(saved));
  return isWithin(step, saved.view) ? { kind: 'proceed', step } : stale(otherCalls(step));
}

/** What the connector is to have now: if no step writes it, its live configuration is the desired one. */
function configAfter(
  desired: PresentConnector,
  { step, live }: Pick<SavedChange, 'step' | 'live'>,
): Config | undefined {
  if (step && 'target' in step.change) return step.change.target;
  return live && withoutMasks(live.config, desired.config);
}

function stale(reason: string): SavedVerdict {
  return { kind: 'stale', reason };
}

function unchanged(reason: string): SavedVerdict {
  return { kind: 'unchanged', reason };
}

/** What the files declare now. */
interface Target {
  readonly desired: PresentConnector;
  /** Ignored keys have their live values. */
  readonly config: Config;
}

function keysThatDiffer(
  { view, fingerprint, sealing }: SavedChange,
  { config }: { readonly config: Config },
  { side, ignoreKeys }: { readonly side: 'live' | 'desired'; readonly ignoreKeys: readonly string[] },
): readonly string[] {
  const shown = side === 'live' ? view.before : view.after;
  return shown ? differingKeys(config, { shown, fingerprint, side, ignoreKeys, sealing }) : ['it'];
}

/** A file that declares no state accepts any, unless the plan creates the connector or changes its state. */
function declaresOtherState({ view }: SavedChange, { state }: PresentConnector): boolean {
  const planned = view.after?.state;
  if (view.state || view.kind === 'create') return (state ?? 'running') !== planned;
  return state !== undefined && state !== planned;
}

function isAtTarget(saved: SavedChange, target: Target): boolean {
  const { live } = saved;
  const { state } = target.desired;
  if (!live || !isWritten(saved, target, live)) return false;
  return state === undefined || observedState(live) === state;
}

/** How a connector that is not as desired yet differs from what the plan saw; undefined if it does not. */
function liveDifference(saved: SavedChange, target: Target): string | undefined {
  const { view, live } = saved;
  const { desired } = target;
  if (!view.before) {
    const isOurs = !live || (isWritten(saved, target, live) && observedState(live) === 'running');
    return isOurs ? undefined : 'it was created after the plan was saved';
  }
  if (!live) return 'it was deleted after the plan was saved';
  const readable = keysThatDiffer(saved, live, { side: 'live', ignoreKeys: desired.ignoreKeys });
  const keys = readable.length > 0 ? readable : changedSecrets(saved, target, live);
  if (keys.length > 0 && !isWritten(saved, target, live)) return `${changedLive}: ${few(keys)}`;
  const state = observedState(live);
  const isPlanned = [view.before.state, view.after?.state].includes(state);
  return desired.state === undefined || isPlanned ? undefined : `it is ${state} now`;
}

/** Whether the live configuration is the desired one already, whatever the state. */
function isWritten(saved: SavedChange, { desired, config }: Target, live: LiveConnector): boolean {
  const seen = { config: withoutMasks(live.config, config) };
  const differing = keysThatDiffer(saved, seen, { side: 'desired', ignoreKeys: desired.ignoreKeys });
  const { secrets } = saved.fingerprint;
  return differing.length === 0 && secrets.every(({ key }) => seen.config.get(key) === config.get(key));
}

/** A live configuration with the declared values in place of those that the worker masks: they can be equal. */
function withoutMasks(live: Config, declared: Config): Config {
  return new Map(
    [...live].map(([key, value]) => {
      const other = declared.get(key);
      const isHidden = other !== undefined && isMasked(key, value) && canBeEqual(key, value, other);
      return [key, isHidden ? other : value];
    }),
  );
}

/** Secrets whose live and desired values were equal and now differ, or the reverse. */
function changedSecrets(
  { fingerprint }: SavedChange,
  { config }: Target,
  live: LiveConnector,
): readonly string[] {
  const isChanged = ({ key, comparison }: SavedSecret) =>
    compareSecret(live.config.get(key), config.get(key)) !== comparison;
  return fingerprint.secrets.filter(isChanged).map(({ key }) => key);
}

/** Whether the plan contains every action of a step. */
function isWithin({ actions }: PlannedStep, { actions: planned }: ChangeView): boolean {
  const left = [...planned];
  return actionLines(actions).every((line) => {
    const index = left.indexOf(line);
    return index >= 0 && left.splice(index, 1).length > 0;
  });
}

function otherCalls({ actions }: PlannedStep): string {
  return `it would need calls that are not in the plan: ${actionLines(actions).join(', ')}`;
}

function newPlan({ step, left }: SavedChange): string {
  if (step) return `a new plan would differ: ${kindsInWords[step.change.kind]}`;
  if (left) return `a new plan leaves it alone${left.detail === undefined ? '' : ` (${left.detail})`}`;
  return 'a new plan has no change for it';
}

function few(keys: readonly string[]): string {
  return keys.length > 5 ? `${keys.slice(0, 4).join(', ')} and ${keys.length - 4} more` : keys.join(', ');
}
