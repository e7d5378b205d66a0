import { ConnectSyncError } from '../model/error.ts';

const shortestKey = 16;

/**
 * The key of the signature. `whsec_` marks base64 (Standard Webhooks); any other text is the key itself.
 *
 * @throws ConnectSyncError (usage) for a key that is empty or easy to guess: with it, anybody could sign
 */
export function webhookKey(secret: string): Uint8Array {
  const isBase64 = !secret.startsWith('whsec_') || /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret);
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret, 'utf8');
  if (isBase64 && key.length >= shortestKey) return key;
  throw new ConnectSyncError({
    code: 'webhook-secret',
    message:
      secret === ''
        ? 'CONNECT_SYNC_WEBHOOK_SECRET is empty: events would not be signed'
        : `CONNECT_SYNC_WEBHOOK_SECRET must be a key of at least ${shortestKey} bytes: a text, or whsec_ and base64`,
    hint: 'set it to the output of  echo whsec_$(head -c 32 /dev/urandom | base64), or unset it',
    category: 'usage',
  });
}
