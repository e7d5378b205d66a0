import type { Config } from '../config.ts';
import type { PresentConnector } from '../desired-connector.ts';
import type { KnownSecrets } from '../known-secrets.ts';
import { isSecretMask, maskedExtent } from '../masked-value.ts';
import { replaceSpans, type Span } from '../span.ts';
import { findSecrets, type TextSecrets } from './find-secrets.ts';
import { type PasswordKeys, passwordKeysIn } from './password-keys.ts';
import { holdsReference, isOnlyReferences } from './provider-reference.ts';
import { saysSecretOf } from './secret-key-name.ts';

/** The connectors of one cluster, and what is known of their secrets. */
export interface Sides {
  readonly live: readonly { readonly name: string; readonly config: Config }[];
  readonly desired: readonly PresentConnector[];
  /** By connector, keys that are secret by where their values come from, in addition to those of `desired`. */
  readonly secretKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** By connector, keys for which some layer or revision has a provider reference: any other value of them is secret. */
  readonly referenceKeys: ReadonlyMap<string, ReadonlySet<string>>;
  readonly passwordKeys: PasswordKeys;
  readonly known: KnownSecrets;
}

/** What of a value is secret: nothing, all, or parts of a URL. `masked`: the worker itself hides it. */
export type SecretExtent = 'none' | 'masked' | 'whole' | readonly Span[];

/** The rules for how much of a value is secret, for the connectors of one cluster. */
export function makeSecretRules(
  sides: Sides,
): (connector: string, key: string, text: string) => SecretExtent {
  const { known } = sides;
  const origins = secretOrigins(sides);
  const references = referencedKeys(sides);
  const types = passwordTypes(sides);
  const isShaped = referencesFromEnvironment(sides);
  const extentOfReference = (connector: string, key: string, reference: string): SecretExtent => {
    const isFromEnvironment = origins.get(connector)?.has(key) === true;
    return isFromEnvironment && (isShaped(connector, key) || known.isIn(reference)) ? 'whole' : 'none';
  };
  const standsForReference = (connector: string, key: string, text: string) =>
    references.get(connector)?.has(key) === true && !holdsReference(text);
  return (connector, key, text) => {
    if (text === '') return 'none';
    if (isOnlyReferences(text)) return extentOfReference(connector, key, text);
    const masked = maskedExtent(key, text);
    if (masked === 'whole') return 'masked';
    if (origins.get(connector)?.has(key) || standsForReference(connector, key, text)) return 'whole';
    const typed = types.get(connector)?.has(key) === true;
    const extent = extentByStructure(secretsIn(text, masked), { named: saysSecretOf(key, text), typed });
    if (mayHoldAnother(key, extent) && known.isDistinctiveIn(withoutSpans(text, extent))) return 'whole';
    return masked === 'part' && extent === 'none' ? 'masked' : extent;
  };
}

/** Whether what is shown of a value may be the secret of another key. Every connector has a class, and it is no secret. */
export function mayHoldAnother(key: string, extent: SecretExtent): boolean {
  return extent !== 'whole' && key !== 'connector.class';
}

/** What is shown of a value. */
export function withoutSpans(text: string, extent: SecretExtent): string {
  return typeof extent === 'string' ? text : replaceSpans(text, extent, () => '');
}

/** A mask refers to a secret as a provider reference does. */
function secretsIn(text: string, masked: 'none' | 'part'): TextSecrets {
  const found = findSecrets(text);
  if (masked === 'none') return found;
  const { form, spans, refersToSecrets } = found;
  const left = spans.filter(({ start, end }) => !isSecretMask(text.slice(start, end)));
  return { form, spans: left, refersToSecrets: left.length === 0 && (refersToSecrets || spans.length > 0) };
}

function extentByStructure(
  { form, spans, refersToSecrets }: TextSecrets,
  { named, typed }: { readonly named: boolean; readonly typed: boolean },
): SecretExtent {
  // A JAAS line shows its passwords by their names: with a reference, or of Kerberos, it has none, whatever its key.
  if (form === 'jaas') return spans.length === 0 ? 'none' : 'whole';
  if (named || typed) return refersToSecrets && !named ? 'none' : 'whole';
  if (spans.length === 0) return 'none';
  return form === 'url' ? spans : 'whole';
}

/**
 * Whether the desired value of a key is a provider reference that holds a value from the environment, such as
 * `${vault:secret/${env.TOKEN}:password}`: then a reference that is live may hold an earlier value of it. It is taken to be
 * one where the files cannot be read.
 */
function referencesFromEnvironment({ desired }: Sides): (connector: string, key: string) => boolean {
  const connectors = new Map<string, PresentConnector>(
    desired.map((connector) => [connector.name, connector]),
  );
  return (name, key) => {
    const connector = connectors.get(name);
    if (!connector) return true;
    // Without its value, `${env.NAME}` stands in the text.
    const text = (connector.config.get(key) ?? '').replace(/\$\{env\.[\w-]+\}/g, 'value');
    return connector.secretKeys.has(key) && isOnlyReferences(text);
  };
}

/** By connector, the keys that are secret by where their value comes from, live or desired. */
function secretOrigins({
  live,
  desired,
  secretKeys,
  known,
}: Sides): ReadonlyMap<string, ReadonlySet<string>> {
  const origins = new Map([...secretKeys].map(([name, keys]) => [name, new Set(keys)]));
  const files = new Map<string, Config>();
  for (const connector of desired) {
    files.set(connector.name, connector.config);
    origins.set(connector.name, new Set([...(origins.get(connector.name) ?? []), ...connector.secretKeys]));
  }
  for (const { name, config } of live) {
    for (const [key, text] of config) {
      // Every connector has a class; it is no secret, whatever a password is called.
      if (key === 'connector.class' || files.get(name)?.has(key) || !known.isIn(text)) continue;
      origins.set(name, (origins.get(name) ?? new Set()).add(key));
    }
  }
  return origins;
}

/**
 * By connector, the keys with a provider reference on one side: what it is replaced with, or what replaces it, is the
 * secret itself.
 */
function referencedKeys({ live, desired, referenceKeys }: Sides): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map([...referenceKeys].map(([name, keys]) => [name, new Set(keys)]));
  for (const { name, config } of [...live, ...desired]) {
    for (const [key, text] of config) {
      if (key === 'connector.class' || !holdsReference(text)) continue;
      found.set(name, (found.get(name) ?? new Set()).add(key));
    }
  }
  return found;
}

/**
 * By connector, the keys of type PASSWORD of its live and its desired plugins: a new class must not reveal an old value.
 */
function passwordTypes({ live, desired, passwordKeys }: Sides): ReadonlyMap<string, ReadonlySet<string>> {
  const types = new Map<string, ReadonlySet<string>>();
  for (const { name, config } of [...live, ...desired]) {
    const keys = passwordKeysIn(config, passwordKeys);
    if (keys.size > 0) types.set(name, new Set([...(types.get(name) ?? []), ...keys]));
  }
  return types;
}
