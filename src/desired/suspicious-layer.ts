import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { isPlaceholder } from '../model/placeholders.ts';
import { findSecrets } from '../model/redaction/find-secrets.ts';
import { isOnlyReferences } from '../model/redaction/provider-reference.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import type { Source } from '../model/source.ts';
import type { ConfigEntry } from './config-entry.ts';
import { holdsSecret } from './mask-excerpt.ts';
import { holdsEnvironment, literalText } from './template.ts';

/**
 * Warnings that a configuration gets once for all its keys, placed on the first: secrets in clear, and keys that are
 * meant as comments. Dozens of them would only teach people not to look.
 */
export function findSuspiciousKeys(config: readonly ConfigEntry[]): readonly Diagnostic[] {
  const secrets = config.filter((entry) => entry.kind === 'value' && isSecretInClear(entry));
  const comments = config.filter(({ kind, key }) => kind === 'value' && commentLike.test(key));
  const [secret, comment] = [secrets[0], comments[0]];
  return [
    ...(secret
      ? [diagnose('plaintext-secret', { keys: keysOf(secrets) }, { source: placeOfSecret(secret) })]
      : []),
    ...(comment ? [diagnose('comment-key', { keys: keysOf(comments) }, { source: comment.source })] : []),
  ];
}

/** `_aiven.restart.on.failure` and its like are read by the service that runs the worker. */
const commentLike = /^(?:_(?!_proto__$|aiven\.)|#|\/\/|comments?$)/i;

function keysOf(entries: readonly ConfigEntry[]): readonly string[] {
  return entries.map(({ key }) => key);
}

/** Where the loader takes the value for no secret, its line would be shown in full. */
function placeOfSecret({ key, source, elements }: ConfigEntry): Source {
  const { file, line, column } = source;
  return elements.every(({ written }) => holdsSecret(key, written)) ? source : { file, line, column };
}

/** A value from the environment or from a provider of the worker is none, and nor is what nobody has filled in yet. */
function isSecretInClear({ key, elements }: ConfigEntry): boolean {
  if (elements.some(holdsEnvironment)) return false;
  const text = textOf(elements);
  const { spans, refersToSecrets, form } = findSecrets(text);
  const looksSecret = spans.length > 0 || (saysSecret(key) && !refersToSecrets && form !== 'jaas');
  return looksSecret && text.trim() !== '' && !isPlaceholder(text) && !isOnlyReferences(text);
}

function textOf(elements: ConfigEntry['elements']): string {
  const literal = elements[0] && elements.length === 1 ? literalText(elements[0]) : undefined;
  return literal ?? elements.map(({ parts }) => parts.map(plain).join('')).join(',');
}

/** A variable stands for any text: as a part of a provider reference it leaves that one as it is. */
function plain(part: ConfigEntry['elements'][number]['parts'][number]): string {
  return part.kind === 'reference' ? 'variable' : part.text;
}
