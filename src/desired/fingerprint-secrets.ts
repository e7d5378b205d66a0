import type { Config } from '../model/config.ts';
import { compareText } from '../model/config.ts';
import type { KeyOrigin, PresentConnector } from '../model/desired-connector.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { keyedDigest, shortestKey } from '../model/digest.ts';
import { matchesNameGlob } from '../model/name-glob.ts';
import type { FingerprintKey } from '../model/project.ts';
import { findSecrets } from '../model/redaction/find-secrets.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import {
  comparable,
  fingerprintText,
  type SecretFingerprint,
  tagLength,
} from '../model/secret-fingerprint.ts';
import type { Inheritance } from './inherit.ts';
import type { Lookup, ResolvedConfig } from './resolve-config.ts';
import type { PlainText } from './template.ts';

/** Adds the fingerprint of its secrets to each connector of a project. */
export interface FingerprintRule {
  /** The config key that holds it. */
  readonly key: string;
  readonly add: (
    connector: string,
    resolved: ResolvedConfig,
    options: Pick<Inheritance, 'ignoreKeys'> & Pick<Lookup, 'unsetEnvironment'>,
  ) => FingerprintedConfig;
}

/** What a connector gets. */
export interface FingerprintedConfig extends Pick<PresentConnector, 'config' | 'origins'> {
  readonly fingerprint?: SecretFingerprint;
  /** The key of the fingerprint where it cannot be made: the live one stays. */
  readonly keptKeys: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The rule of a project. The HMAC key is `CONNECT_SYNC_FINGERPRINT_KEY`, else `CONNECT_SYNC_PLAN_KEY`. Without it, or
 * where a value of the environment is missing, the live fingerprint is neither compared nor changed.
 */
export function makeFingerprintRule(
  { key, source }: FingerprintKey,
  environment: ReadonlyMap<string, string>,
): FingerprintRule {
  const variable = keyVariables.find((name) => environment.get(name));
  const hmacKey = variable && environment.get(variable);
  const isShort = hmacKey !== undefined && hmacKey.length < shortestKey;
  return {
    key,
    add: (connector, resolved, { ignoreKeys, unsetEnvironment }) => {
      const { config, origins, secretKeys, unknown } = resolved;
      const misuse = checkUse(key, resolved, ignoreKeys);
      const secrets = secretsOf({ config, secretKeys }, [key, ...ignoreKeys.map(({ text }) => text)]);
      const untouched = { config, origins, keptKeys: [key] };
      if (!hmacKey || isShort) {
        // A pull request from a fork has no secrets, and needs no fingerprint.
        const isReported = unsetEnvironment === 'error' && secrets.size > 0;
        const problem = isShort
          ? diagnose('fingerprint-key-too-short', { variable: variable ?? '', shortest: shortestKey })
          : diagnose('fingerprint-key-missing', { key }, { source });
        return { ...untouched, diagnostics: [...misuse, ...(isReported ? [problem] : [])] };
      }
      if (unknown.size > 0) return { ...untouched, diagnostics: misuse };
      const fingerprint = makeFingerprint(hmacKey, { key, connector, secrets });
      const text = fingerprintText(fingerprint);
      const origin: KeyOrigin = { layer: 'default', source };
      return {
        config: text === undefined ? config : new Map([...config, [key, text]]),
        origins: text === undefined ? origins : new Map([...origins, [key, origin]]),
        fingerprint,
        keptKeys: [],
        diagnostics: misuse,
      };
    },
  };
}

const keyVariables = ['CONNECT_SYNC_FINGERPRINT_KEY', 'CONNECT_SYNC_PLAN_KEY'];

function checkUse(
  key: string,
  { origins, removed }: ResolvedConfig,
  ignoreKeys: readonly PlainText[],
): readonly Diagnostic[] {
  const origin = origins.get(key) ?? removed.get(key);
  const ignored = ignoreKeys.find(({ text }) => matchesNameGlob(text, key));
  return [
    ...(origin ? [diagnose('fingerprint-declared', { key }, { source: origin.source })] : []),
    ...(ignored
      ? [diagnose('fingerprint-ignored', { key, glob: ignored.text }, { source: ignored.source })]
      : []),
  ];
}

/**
 * The secrets of a connector: values from the environment, of keys whose name says so, and with the form of a secret.
 * The name decides for a provider reference too, since a worker masks it by its key. Types of a plugin do not count,
 * because they are unknown without a request.
 */
function secretsOf(
  { config, secretKeys }: Pick<PresentConnector, 'config' | 'secretKeys'>,
  ignoreKeys: readonly string[],
): Config {
  const isSecret = (key: string, value: string) =>
    secretKeys.has(key) || saysSecret(key) || findSecrets(value).spans.length > 0;
  return new Map(
    [...config]
      .filter(([key, value]) => value !== '' && isSecret(key, value))
      .filter(([key]) => !ignoreKeys.some((glob) => matchesNameGlob(glob, key)))
      .sort(([one], [other]) => compareText(one, other)),
  );
}

interface Fingerprinted {
  readonly key: string;
  readonly connector: string;
  readonly secrets: Config;
}

/** Every digest covers the connector, so that equal secrets of two connectors, or of two keys, do not look equal. */
function makeFingerprint(hmacKey: string, { key, connector, secrets }: Fingerprinted): SecretFingerprint {
  const digest = (texts: readonly string[], characters: number) =>
    keyedDigest(hmacKey, [use, ...texts], characters);
  const entries = [...secrets].map(([name, value]) => {
    const tag = digest(['name', connector, name], tagLength);
    return [name, tag + digest(['value', connector, name, value], digestLength)] as const;
  });
  return comparable({ key, keyId: digest(['key'], keyIdLength), entries: new Map(entries) });
}

const use = 'connect-sync/secrets.fingerprint/v1';

/** 96 bits: without the HMAC key nothing can be guessed, and two values never collide by chance. */
const digestLength = 16;
const keyIdLength = 8;
