import type { KnownSecrets } from '../../model/known-secrets.ts';
import { makeSecretRules } from '../../model/redaction/secret-rules.ts';
import { filledIn } from '../formats/found-connector.ts';
import type { SecretRule } from '../formats/write/replace-secrets.ts';
import type { ImportSource } from '../import-request.ts';

/** Uses the rules for masking: what is masked in output is not written to a file. `known`: secrets of the environment. */
export function secretRule(
  { connectors, secretKeys, referenceKeys, passwordKeys }: ImportSource,
  known: KnownSecrets,
): SecretRule {
  const live = connectors.map(({ name, config }) => ({
    name,
    config: new Map([...config].map(([key, value]) => [key, filledIn(value, new Map())])),
  }));
  return makeSecretRules({
    live,
    desired: [],
    secretKeys,
    referenceKeys,
    passwordKeys,
    known,
  });
}
