import { type Config, compareText, ownValue } from '../model/config.ts';
import { canBeEqual, isMasked } from '../model/masked-value.ts';
import { matchesAnyGlob } from '../model/name-glob.ts';
import type { ConnectorDocument } from '../model/plan-view.ts';
import type { ConnectorFingerprint } from '../model/saved-plan.ts';
import { configDigest, configSeal, mask, readablePart, type Sealing, withoutNumbers } from './fingerprint.ts';

/** The live or the desired configuration of a saved change. */
export interface SavedSide {
  readonly shown: ConnectorDocument;
  readonly fingerprint: ConnectorFingerprint;
  readonly side: 'live' | 'desired';
  readonly ignoreKeys: readonly string[];
  readonly sealing: Sealing | undefined;
}

/**
 * The keys in which a configuration differs from the saved one, sorted; empty if no difference can be detected. Of a
 * secret only its presence can be compared, or with a plan key its value.
 *
 * The file may have been edited, so the plan as it was shown, the digest and the seal must all match.
 */
export function differingKeys(config: Config, saved: SavedSide): readonly string[] {
  const { fingerprint, side, sealing, ignoreKeys } = saved;
  const { name, secrets, seal } = fingerprint;
  const readable = readablePart(config, { secrets, ignoreKeys });
  const shown = readableAsShown(saved);
  const keys = [...new Set([...readable.keys(), ...shown.keys()])];
  const differing = keys.filter((key) => readable.get(key) !== shown.get(key));
  const secret = wholeSecrets(saved).filter(
    (key) => !isSameSecret(key, config.get(key), ownValue(saved.shown.config, key) ?? undefined),
  );
  if (differing.length + secret.length > 0) return [...differing, ...secret].sort(compareText);
  if (configDigest(config, { secrets, ignoreKeys }) !== fingerprint[side]) return ['its configuration'];
  if (sealing && configSeal(name, config, { sealing, ignoreKeys }) !== seal?.[side]) {
    return secrets.length > 0 ? secrets.map(({ key }) => key) : ['its configuration'];
  }
  return [];
}

function wholeSecrets({ fingerprint, ignoreKeys }: Pick<SavedSide, 'fingerprint' | 'ignoreKeys'>) {
  const whole = fingerprint.secrets.filter(({ extent }) => extent === 'whole').map(({ key }) => key);
  return whole.filter((key) => !matchesAnyGlob(ignoreKeys, key));
}

/** Without a key, a masked secret equals any other value. */
function isSameSecret(key: string, value: string | undefined, shown: string | undefined): boolean {
  if (value === undefined || shown === undefined) return value === shown;
  if (withoutNumbers(shown) === mask) return true;
  // The worker masked it when the plan was made, and masks it now.
  if (isMasked(key, shown)) return isMasked(key, value) && canBeEqual(key, value, shown);
  // A value that was shown is not a secret, whatever an edited file claims.
  return value === shown && value === '';
}

function readableAsShown(saved: SavedSide): ReadonlyMap<string, string> {
  const { shown, fingerprint, ignoreKeys } = saved;
  const parts = new Set(fingerprint.secrets.filter(({ extent }) => extent === 'part').map(({ key }) => key));
  const hidden = new Set(wholeSecrets(saved));
  const readable = Object.entries(shown.config).flatMap(([key, text]): [string, string][] => {
    // A null is no part of a config: the change that removes it is planned again from the live config.
    if (text === null || hidden.has(key) || matchesAnyGlob(ignoreKeys, key)) return [];
    return [[key, parts.has(key) ? withoutNumbers(text) : text]];
  });
  return new Map(readable);
}
