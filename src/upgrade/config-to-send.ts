import type { Config } from '../model/config.ts';
import type { PresentConnector } from '../model/desired-connector.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { maskedKeys } from '../model/masked-value.ts';
import type { Redactor } from '../model/redaction/redactor.ts';

/** The config that the target validates, or the keys that keep it from being sent. */
export type ConfigToSend =
  | { readonly config: Config }
  | { readonly withheld: 'masked' | 'secrets'; readonly keys: readonly string[] };

/** What decides what may be sent. */
export interface SendingRules {
  readonly redactor: Redactor;
  /** Whether values of secrets may be sent to the target. */
  readonly sendSecrets: boolean;
}

/**
 * The live config as the target validates it. In the place of a value that the worker masks stands the declared one; a
 * config that has none is not sent, and neither is one with a secret in clear, unless that is allowed: with a made-up
 * password a plugin would log in at its database, and lock the account after some attempts.
 */
export function configToSend(
  { name, config }: LiveConnector,
  declared: PresentConnector | undefined,
  { redactor, sendSecrets }: SendingRules,
): ConfigToSend {
  const masked = maskedKeys(config);
  const unknown = masked.filter((key) => !declared?.config.has(key));
  if (unknown.length > 0) return { withheld: 'masked', keys: unknown };
  const complete = new Map(config);
  for (const key of masked) complete.set(key, declared?.config.get(key) ?? '');
  const secret = [...complete].flatMap(([key, value]) =>
    masked.includes(key) || redactor.value(name, key, value).sensitive ? [key] : [],
  );
  if (secret.length > 0 && !sendSecrets) return { withheld: 'secrets', keys: secret.sort() };
  return { config: complete };
}
