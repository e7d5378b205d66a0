import { type Config, compareText } from '../model/config.ts';
import type { ConnectorDocument } from '../model/plan-view.ts';
import type { SavedObject } from '../model/saved-plan.ts';
import { configDigest, configSeal, mark, readablePart, type Sealing, withoutNumbers } from './fingerprint.ts';

/** One side of a saved change: the configuration that was live, or the one that was wished for. */
export interface SavedSide {
  readonly shown: ConnectorDocument;
  readonly object: SavedObject;
  readonly side: 'live' | 'wish';
  readonly ignoreKeys: readonly string[];
  readonly sealing: Sealing | undefined;
}

/**
 * The keys in which a configuration is not the saved one, sorted; empty where it is, as far as can be told. Of secrets
 * that is: whether they are there; with a plan key also whether they are the same.
 *
 * What was shown to people, what the digest says and what the seal says must all agree: the file may have been edited.
 */
export function differingKeys(config: Config, saved: SavedSide): readonly string[] {
  const { object, side, sealing, ignoreKeys } = saved;
  const fingerprinting = { secrets: object.secrets, ignoreKeys };
  const readable = readablePart(config, fingerprinting);
  const shown = readableAsShown(saved);
  const keys = [...new Set([...readable.keys(), ...shown.keys()])];
  const differing = keys.filter((key) => readable.get(key) !== shown.get(key));
  const secret = wholeSecrets(saved).filter((key) => !isSameSecret(config.get(key), saved.shown.config[key]));
  if (differing.length + secret.length > 0) return [...differing, ...secret].sort(compareText);
  if (configDigest(config, fingerprinting) !== object[side]) return ['its configuration'];
  if (sealing && configSeal(object.name, config, { sealing, ignoreKeys }) !== object.seal?.[side]) {
    return object.secrets.length > 0 ? object.secrets.map(({ key }) => key) : ['its configuration'];
  }
  return [];
}

function wholeSecrets({ object, ignoreKeys }: SavedSide): readonly string[] {
  const whole = object.secrets.filter(({ extent }) => extent === 'whole').map(({ key }) => key);
  return whole.filter((key) => !ignoreKeys.includes(key));
}

/** Nobody can say more of a secret than that there was one where there is one. */
function isSameSecret(value: string | undefined, shown: string | undefined): boolean {
  if (value === undefined || shown === undefined) return value === shown;
  // A value that was shown is no secret, whatever the file says.
  return withoutNumbers(shown) === mark || (value === shown && value === '');
}

function readableAsShown({ shown, object, ignoreKeys }: SavedSide): ReadonlyMap<string, string> {
  const parts = new Set(object.secrets.filter(({ extent }) => extent === 'part').map(({ key }) => key));
  const hidden = new Set([...ignoreKeys, ...wholeSecrets({ object, ignoreKeys } as SavedSide)]);
  const readable = Object.entries(shown.config).filter(([key]) => !hidden.has(key));
  return new Map(readable.map(([key, text]) => [key, parts.has(key) ? withoutNumbers(text) : text]));
}
