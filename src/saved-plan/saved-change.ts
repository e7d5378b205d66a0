import { type Config, compareText } from '../model/config.ts';
import type { ActiveChange } from '../model/plan.ts';
import type { ChangeView } from '../model/plan-view.ts';
import type { SavedObject, SavedSecret } from '../model/saved-plan.ts';
import {
  configDigest,
  configSeal,
  type Fingerprinting,
  mark,
  type Sealing,
  withoutNumbers,
  withoutSecrets,
} from './fingerprint.ts';

/**
 * What of one change is kept to tell later whether everything still is as it was. `view` is the same change as it is
 * shown: what differs there from the real value is a secret.
 */
export function makeSavedObject(
  change: ActiveChange,
  view: Pick<ChangeView, 'before' | 'after'>,
  sealing: Sealing | undefined,
): SavedObject {
  const { name } = change;
  const [live, wish] = [liveConfig(change), wishedConfig(change)];
  const ignoreKeys = ignoredKeys(change);
  const secrets = findSecrets([
    { config: live, shown: view.before?.config ?? {} },
    { config: wish, shown: view.after?.config ?? {} },
  ]).map(({ key, extent }) => ({ key, extent, comparison: compareSecret(live?.get(key), wish?.get(key)) }));
  const fingerprinting: Fingerprinting = { secrets, ignoreKeys };
  const digestOf = (config: Config | undefined) => (config ? configDigest(config, fingerprinting) : null);
  const sealOf = (config: Config | undefined) =>
    config && sealing ? configSeal(name, config, { sealing, ignoreKeys }) : null;
  return {
    name,
    wish: digestOf(wish),
    live: digestOf(live),
    secrets,
    seal: sealing ? { wish: sealOf(wish), live: sealOf(live) } : null,
  };
}

/** How the wished value of a key that holds a secret relates to the live one. */
export function compareSecret(live: string | undefined, wish: string | undefined): SavedSecret['comparison'] {
  if (live === wish) return 'equal';
  if (live === undefined) return 'added';
  return wish === undefined ? 'removed' : 'different';
}

/** Keys that another actor owns. */
export function ignoredKeys(change: ActiveChange): readonly string[] {
  return 'desired' in change ? change.desired.ignoreKeys : [];
}

function liveConfig(change: ActiveChange): Config | undefined {
  return 'live' in change ? change.live.config : undefined;
}

function wishedConfig(change: ActiveChange): Config | undefined {
  if ('target' in change) return change.target;
  return change.kind === 'delete' ? undefined : change.live.config;
}

interface Side {
  readonly config: Config | undefined;
  readonly shown: Readonly<Record<string, string>>;
}

function findSecrets(sides: readonly Side[]): Pick<SavedSecret, 'key' | 'extent'>[] {
  const extents = new Map<string, SavedSecret['extent']>();
  for (const { config, shown } of sides) {
    for (const [key, value] of config ?? []) {
      const text = shown[key] ?? '';
      if (text === value) continue;
      // Only what is sure to leave the whole secret out may leave some of the value in.
      const isPart = withoutNumbers(text) !== mark && withoutNumbers(text) === withoutSecrets(value);
      extents.set(key, isPart && extents.get(key) !== 'whole' ? 'part' : 'whole');
    }
  }
  return [...extents]
    .map(([key, extent]) => ({ key, extent }))
    .sort((one, other) => compareText(one.key, other.key));
}
