import type { Config } from '../model/config.ts';
import type { DesiredConnector, PresentConnector } from '../model/desired-connector.ts';
import { type LiveConnector, observedState } from '../model/live-connector.ts';
import type { LeftAlone, Step } from '../model/plan.ts';
import type { ChangeView } from '../model/plan-view.ts';
import { actionLines } from '../model/redaction/action-lines.ts';
import type { SavedObject, SavedSecret } from '../model/saved-plan.ts';
import { kindsInWords } from '../plan/why-left-alone.ts';
import { differingKeys } from './compare-with-saved.ts';
import type { Sealing } from './fingerprint.ts';
import { compareSecret } from './saved-change.ts';

/** A change of a saved plan, and what is known of the same connector now. */
export interface SavedChange {
  readonly view: ChangeView;
  readonly object: SavedObject;
  readonly desired: DesiredConnector | undefined;
  readonly live: LiveConnector | undefined;
  /** What a plan made now would do about it. */
  readonly step: Step | undefined;
  /** Why a plan made now would do nothing about it. */
  readonly left: LeftAlone | undefined;
  readonly sealing: Sealing | undefined;
}

/** What becomes of a change of a saved plan. */
export type SavedVerdict =
  /** Nothing has moved: its step is carried out, or what is left of it. */
  | { readonly kind: 'proceed'; readonly step: Step }
  | { readonly kind: 'unchanged' | 'stale'; readonly reason: string };

/**
 * Judges whether a change of a saved plan may still be carried out: the wish is the one that was agreed to, and the
 * connector is as it was then, or somewhere between that and the wish, as a run leaves it that was cut short.
 */
export function assessSavedChange(saved: SavedChange): SavedVerdict {
  return saved.view.kind === 'delete' ? judgeDeletion(saved) : judgeWrite(saved);
}

function judgeDeletion(saved: SavedChange): SavedVerdict {
  const { view, desired, live, step } = saved;
  if (desired?.kind === 'present') return stale('a file wishes for it now');
  // A pruned connector has no file that could say so.
  if (!desired && view.source !== null) return stale('its file no longer says state: absent');
  if (!live) return unchanged('it is gone already');
  if (step?.change.kind !== 'delete') return stale(whatIsDoneNow(saved));
  const moved = movedKeys(saved, live, { side: 'live', ignoreKeys: [] });
  return moved.length > 0 ? stale(`it was changed since then: ${few(moved)}`) : { kind: 'proceed', step };
}

function judgeWrite(saved: SavedChange): SavedVerdict {
  const { desired, live, step } = saved;
  if (!desired) return stale('no file wishes for it any more');
  if (desired.kind === 'absent') return stale('its file says state: absent now');
  // Without a step that writes it, the wished configuration is the live one.
  const config = step && 'target' in step.change ? step.change.target : live?.config;
  if (!config) return stale(whatIsDoneNow(saved));
  const wish: Wish = { desired, config };
  // What is live then says nothing about the file.
  if (!step && saved.left && !isAtTarget(saved, wish)) return stale(whatIsDoneNow(saved));
  const reworded = movedKeys(saved, wish, { side: 'wish', ignoreKeys: desired.ignoreKeys });
  if (reworded.length > 0) return stale(`its file says otherwise now: ${few(reworded)}`);
  if (wishesOtherState(saved, desired)) return stale('its file says otherwise now: state');
  if (isAtTarget(saved, wish)) {
    if (step && isWithin(step, saved.view)) return { kind: 'proceed', step };
    return unchanged('it already is as the plan would make it');
  }
  const moved = whatMoved(saved, wish);
  if (moved !== undefined) return stale(moved);
  if (!step) return stale(whatIsDoneNow(saved));
  return isWithin(step, saved.view) ? { kind: 'proceed', step } : stale(otherCalls(step));
}

function stale(reason: string): SavedVerdict {
  return { kind: 'stale', reason };
}

function unchanged(reason: string): SavedVerdict {
  return { kind: 'unchanged', reason };
}

/** What is wished now. */
interface Wish {
  readonly desired: PresentConnector;
  /** With ignored keys as they are live. */
  readonly config: Config;
}

function movedKeys(
  { view, object, sealing }: SavedChange,
  { config }: { readonly config: Config },
  { side, ignoreKeys }: { readonly side: 'live' | 'wish'; readonly ignoreKeys: readonly string[] },
): readonly string[] {
  const shown = side === 'live' ? view.before : view.after;
  return shown ? differingKeys(config, { shown, object, side, ignoreKeys, sealing }) : ['it'];
}

/** A state that the file does not name is nobody's business. */
function wishesOtherState({ view }: SavedChange, { state }: PresentConnector): boolean {
  const agreed = view.after?.state;
  if (view.state || view.kind === 'create') return (state ?? 'running') !== agreed;
  return state !== undefined && state !== agreed;
}

function isAtTarget(saved: SavedChange, { desired, config }: Wish): boolean {
  const { live, object } = saved;
  if (!live || movedKeys(saved, live, { side: 'wish', ignoreKeys: desired.ignoreKeys }).length > 0)
    return false;
  const isState = desired.state === undefined || observedState(live) === desired.state;
  return isState && object.secrets.every(({ key }) => live.config.get(key) === config.get(key));
}

/** How a connector that is not as wished yet differs from what the plan saw; undefined: not at all. */
function whatMoved(saved: SavedChange, wish: Wish): string | undefined {
  const { view, live } = saved;
  const { desired } = wish;
  if (!view.before) {
    const isOurs = !live || (isWritten(saved, wish, live) && observedState(live) === 'running');
    return isOurs ? undefined : 'it was created since then';
  }
  if (!live) return 'it was deleted since then';
  const before = movedKeys(saved, live, { side: 'live', ignoreKeys: desired.ignoreKeys });
  const secrets = movedSecrets(saved, wish, live);
  const moved = before.length > 0 ? before : secrets;
  if (moved.length > 0 && !isWritten(saved, wish, live)) return `it was changed since then: ${few(moved)}`;
  const state = observedState(live);
  const isForeseen = [view.before.state, view.after?.state].includes(state);
  return desired.state === undefined || isForeseen ? undefined : `it is ${state} now`;
}

/** Whether the configuration is written already, though its state may not be as wished. */
function isWritten(saved: SavedChange, { desired, config }: Wish, live: LiveConnector): boolean {
  const differing = movedKeys(saved, live, { side: 'wish', ignoreKeys: desired.ignoreKeys });
  return (
    differing.length === 0 &&
    saved.object.secrets.every(({ key }) => live.config.get(key) === config.get(key))
  );
}

/** Secrets that were equal and no longer are, or the other way round: one of the two sides was changed. */
function movedSecrets({ object }: SavedChange, { config }: Wish, live: LiveConnector): readonly string[] {
  const isMoved = ({ key, comparison }: SavedSecret) =>
    compareSecret(live.config.get(key), config.get(key)) !== comparison;
  return object.secrets.filter(isMoved).map(({ key }) => key);
}

/** Whether everything that a step would send is among what the plan holds. */
function isWithin({ actions }: Step, { actions: agreed }: ChangeView): boolean {
  const left = [...agreed];
  return actionLines(actions).every((line) => {
    const at = left.indexOf(line);
    return at >= 0 && left.splice(at, 1).length > 0;
  });
}

function otherCalls({ actions }: Step): string {
  return `it would take calls that the plan does not hold: ${actionLines(actions).join(', ')}`;
}

function whatIsDoneNow({ step, left }: SavedChange): string {
  if (step) return `a plan made now is another one: ${kindsInWords[step.change.kind]}`;
  if (left) return `a plan made now leaves it alone${left.detail === undefined ? '' : ` (${left.detail})`}`;
  return 'a plan made now does nothing about it';
}

function few(keys: readonly string[]): string {
  return keys.length > 5 ? `${keys.slice(0, 4).join(', ')} and ${keys.length - 4} more` : keys.join(', ');
}
