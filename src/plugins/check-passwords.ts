import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { findSecrets } from '../model/redaction/find-secrets.ts';
import { saysSecretOf } from '../model/redaction/secret-key-name.ts';
import type { CheckContext } from './check-context.ts';

/** Values of keys of type PASSWORD that stand in a file in clear, and whose key does not tell that they are secret. */
export function findPasswordsInClear(context: CheckContext): readonly Diagnostic[] {
  const { config, origins, secretKeys } = context.connector;
  return [...config].flatMap(([key, value]) => {
    if (context.defined.keys.get(key)?.definition.type !== 'PASSWORD') return [];
    if (value.trim() === '' || !context.isKnown(key) || secretKeys.has(key)) return [];
    // What name or form show is reported where the file is read.
    if (saysSecretOf(key, value) || findSecrets(value).spans.length > 0) return [];
    return diagnose('plaintext-secret', { keys: [key] }, { source: origins.get(key)?.source });
  });
}
