import { type Config, compareText } from '../config.ts';
import type { DesiredConnector, DesiredState, PresentConnector } from '../desired-connector.ts';
import { KnownSecrets } from '../known-secrets.ts';
import type { ConnectorDocument } from '../plan-view.ts';
import { replaceSpans, type Span } from '../span.ts';
import type { PasswordKeys } from './password-keys.ts';
import { holdsReference } from './provider-reference.ts';
import {
  makeSecretRules,
  mayHoldAnother,
  type SecretExtent,
  type Sides,
  withoutSpans,
} from './secret-rules.ts';
import { secretTexts } from './secret-texts.ts';

/** What decides which values of one cluster are secret. */
export interface RedactionInput {
  /** Every live connector of the cluster, whatever will be printed: masks are numbered over all of them. */
  readonly live: Iterable<{ readonly name: string; readonly config: Config }>;
  readonly desired: Iterable<DesiredConnector>;
  /**
   * By connector, keys that are secret by where their values come from, in addition to those of `desired`: files with
   * errors have no desired connector, but their keys are known. It is read only when a value is shown.
   */
  readonly secretKeys?: ReadonlyMap<string, ReadonlySet<string>>;
  /** By connector, keys that have a provider reference in some layer, for some cluster. Read as `secretKeys` is. */
  readonly referenceKeys?: ReadonlyMap<string, ReadonlySet<string>>;
  readonly passwordKeys: PasswordKeys;
  /** Every secret that is found is added to it. */
  readonly known: KnownSecrets;
}

/** Masks the secrets in values. The same secret has the same mask everywhere: `(sensitive #1)`. */
export interface Redactor {
  /** One value, live or desired, of a key of a connector. A value without a secret is returned unchanged. */
  value(connector: string, key: string, text: string): RedactedValue;
  /** A configuration as `show` and `render` print it; without a state where none is given. */
  document(connector: string, config: Config, rest?: DocumentRest): ConnectorDocument;
}

/** What a document has beside its texts. */
export interface DocumentRest {
  readonly state?: DesiredState | undefined;
  /** Keys of a live configuration that are stored with `null`. */
  readonly nullKeys?: readonly string[] | undefined;
}

/** A value as it may be shown. */
export interface RedactedValue {
  readonly text: string;
  readonly sensitive: boolean;
}

/**
 * Makes the redactor of one cluster. Secrets are: values that a file takes from `${env.…}`, on both sides; what stands
 * on one side in place of a provider reference on the other; keys of type PASSWORD; keys whose name says so; userinfo
 * and secret parameters of URLs, JAAS, PEM and other structures that hold secrets; and values that contain a secret of
 * the environment or of another key of the cluster, unless it is an everyday word, which counts for live keys in no
 * file only. Provider references and the empty string are not secret.
 *
 * Masks are numbered over all live connectors by name and key, then over the desired ones, so that they do not depend
 * on what is printed, and reveal neither a length nor a hash. All values are read when the first value is shown or the
 * first text is scrubbed: a run without differences reads none.
 */
export function makeRedactor(input: RedactionInput): Redactor {
  let redact: Redactor['value'] | undefined;
  const ready = () => {
    redact ??= numberSecrets(input);
    return redact;
  };
  input.known.learnLater(ready);
  return {
    value: (connector, key, text) => ready()(connector, key, text),
    document: (connector, config, { state, nullKeys = [] } = {}) => {
      const value = ready();
      const texts = byKey(config).map(([key, text]) => [key, value(connector, key, text).text] as const);
      const nulls = nullKeys.map((key) => [key, null] as const);
      const shown = nulls.length === 0 ? texts : [...texts, ...nulls].sort(([a], [b]) => compareText(a, b));
      return { config: Object.fromEntries(shown), ...(state === undefined ? {} : { state }) };
    },
  };
}

/** Numbers all secrets, and adds them to the known ones. */
function numberSecrets(input: RedactionInput): Redactor['value'] {
  const { live, desired, secretKeys = none, referenceKeys = none, passwordKeys, known } = input;
  // Both are walked several times, and a Map's values() can be only once.
  const sides = {
    live: byName(live),
    desired: byName(present(desired)),
    secretKeys,
    referenceKeys,
    passwordKeys,
    known,
  };
  const secretExtent = makeSecretRules(sides);
  const masks = makeMasks();
  const found = new KnownSecrets();
  let isComplete = false;
  const extentOf = (connector: string, key: string, text: string): SecretExtent => {
    const extent = secretExtent(connector, key, text);
    if (!isComplete || !mayHoldAnother(key, extent) || holdsReference(text)) return extent;
    return found.isDistinctiveIn(withoutSpans(text, extent)) ? 'whole' : extent;
  };
  const value = (connector: string, key: string, text: string): RedactedValue => {
    const extent = extentOf(connector, key, text);
    if (extent === 'none') return { text, sensitive: false };
    if (extent === 'masked') return { text, sensitive: true };
    return { text: extent === 'whole' ? masks.of(text) : masks.within(text, extent), sensitive: true };
  };
  const visit = (connector: string, key: string, text: string) => {
    if (!value(connector, key, text).sensitive) return;
    for (const secret of secretTexts(text)) {
      known.learnConfigured(secret);
      found.learn(secret);
    }
  };
  visitAll(sides, visit);
  isComplete = true;
  // The values that are secret because they contain a secret of another key have the last numbers.
  visitAll(sides, (connector, key, text) => {
    known.values.learn({ connector, key, text, shown: value(connector, key, text).text });
  });
  return value;
}

/** Visits the live values by name and key, then the desired ones; one that is live too has been visited already. */
function visitAll(
  { live, desired }: Pick<Sides, 'live' | 'desired'>,
  visit: (connector: string, key: string, text: string) => void,
): void {
  const visited = new Map<string, Config>();
  for (const { name, config } of live) {
    visited.set(name, config);
    for (const [key, text] of byKey(config)) visit(name, key, text);
  }
  for (const { name, config } of desired) {
    const same = visited.get(name);
    for (const [key, text] of byKey(config)) if (same?.get(key) !== text) visit(name, key, text);
  }
}

const none: ReadonlyMap<string, ReadonlySet<string>> = new Map();

function present(desired: Iterable<DesiredConnector>): PresentConnector[] {
  return [...desired].filter((connector) => connector.kind === 'present');
}

function byName<Named extends { readonly name: string }>(items: Iterable<Named>): Named[] {
  return [...items].sort((one, other) => compareText(one.name, other.name));
}

function byKey(config: Config): (readonly [string, string])[] {
  // The order of compareText, which is the one that is built in.
  const keys = [...config.keys()].sort();
  return keys.map((key) => [key, config.get(key) ?? '']);
}

/** Gives secrets their masks: equal secrets equal ones, numbered in the order in which they are first met. */
interface Masks {
  /** The mask of a secret: `(sensitive #1)`. */
  of(secret: string): string;
  /** A text with masks in place of some spans of it. */
  within(text: string, spans: readonly Span[]): string;
}

/** Masks that begin at `#1`. */
function makeMasks(): Masks {
  const numbers = new Map<string, number>();
  const of = (secret: string) => {
    const number = numbers.get(secret) ?? numbers.size + 1;
    numbers.set(secret, number);
    return `(sensitive #${number})`;
  };
  return { of, within: (text, spans) => replaceSpans(text, spans, of) };
}
