import { type Config, compareText } from '../config.ts';
import type { DesiredConnector, DesiredState, PresentConnector } from '../desired-connector.ts';
import type { KnownSecrets } from '../known-secrets.ts';
import type { ConnectorDocument } from '../plan-view.ts';
import { makeMasks } from './masks.ts';
import { makeSecretRules } from './secret-rules.ts';
import { secretTexts } from './secret-texts.ts';

/** Everything that tells which values of one cluster are secret. */
export interface RedactionInput {
  /** Every live connector of the cluster, whatever will be printed: the marks are numbered over all of them. */
  readonly live: Iterable<{ readonly name: string; readonly config: Config }>;
  readonly desired: Iterable<DesiredConnector>;
  /**
   * By connector, keys that are secret by where their values come from, beside those of `desired`: files with errors
   * give no desired connector, and still tell this. A getter is asked only when something is to be shown.
   */
  readonly secretKeys?: ReadonlyMap<string, ReadonlySet<string>>;
  /** The keys of type PASSWORD, by the class as `connector.class` names it. */
  readonly passwordKeys: ReadonlyMap<string, ReadonlySet<string>>;
  /** Learns every secret that is found here. */
  readonly known: KnownSecrets;
}

/** Makes values fit to be shown. The same secret has the same mark everywhere: `(sensitive #1)`. */
export interface Redactor {
  /** One value, live or wished, under its connector's name. What holds no secret comes back as it was. */
  value(connector: string, key: string, text: string): RedactedValue;
  /** A configuration as `show` and `render` print it; without a state where none is given. */
  document(connector: string, config: Config, state?: DesiredState | undefined): ConnectorDocument;
}

/** A value as it may be shown. */
export interface RedactedValue {
  readonly text: string;
  readonly sensitive: boolean;
}

/**
 * Makes the redactor of one cluster. Secret is: what stands as `${env.…}` in a file, on both sides; a key of type
 * PASSWORD; a key that says so; userinfo and secret parameters of URLs, JAAS, PEM and other structures that hold
 * secrets; and under a key that is in no file a value that contains a secret from the environment. Provider
 * references stay readable, the empty string is no secret.
 *
 * Marks are numbered over all live connectors by name and key, then over the wished ones: what is printed does not
 * change them, and neither a length nor a hash shows. All of them are looked at when the first value is to be shown,
 * or the first text scrubbed: where nothing differs none is.
 */
export function makeRedactor(input: RedactionInput): Redactor {
  let judge: Redactor['value'] | undefined;
  const ready = () => {
    judge ??= lookAtAll(input);
    return judge;
  };
  input.known.learnLater(ready);
  return {
    value: (connector, key, text) => ready()(connector, key, text),
    document: (connector, config, state) => {
      const value = ready();
      const shown = byKey(config).map(([key, text]) => [key, value(connector, key, text).text] as const);
      return { config: Object.fromEntries(shown), ...(state === undefined ? {} : { state }) };
    },
  };
}

/** Numbers all secrets, and has them kept out of free text. */
function lookAtAll(input: RedactionInput): Redactor['value'] {
  const { live, desired, secretKeys = new Map(), passwordKeys, known } = input;
  // Both are walked several times, and a Map's values() can be only once.
  const sides = { live: byName(live), wished: byName(present(desired)), secretKeys, passwordKeys, known };
  const secretExtent = makeSecretRules(sides);
  const marks = makeMasks();
  const value = (connector: string, key: string, text: string): RedactedValue => {
    const extent = secretExtent(connector, key, text);
    if (extent === 'none') return { text, sensitive: false };
    if (extent === 'masked') return { text, sensitive: true };
    return { text: extent === 'whole' ? marks.of(text) : marks.within(text, extent), sensitive: true };
  };
  const meet = (connector: string, key: string, text: string) => {
    if (value(connector, key, text).sensitive) learn(known, text);
  };
  const met = new Map<string, Config>();
  for (const { name, config } of sides.live) {
    met.set(name, config);
    for (const [key, text] of byKey(config)) meet(name, key, text);
  }
  for (const { name, config } of sides.wished) {
    // What is as it is live has been met already.
    const same = met.get(name);
    for (const [key, text] of byKey(config)) if (same?.get(key) !== text) meet(name, key, text);
  }
  return value;
}

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

function learn(known: KnownSecrets, text: string): void {
  for (const secret of secretTexts(text)) known.learnConfigured(secret);
}
