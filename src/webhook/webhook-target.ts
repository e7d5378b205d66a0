import { ConnectSyncError } from '../model/error.ts';

/** Where to post, without what must not be in a URL. */
export interface WebhookTarget {
  readonly url: string;
  /** The user and password of the URL, as HTTP basic authentication. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Splits a URL of a webhook into an address and its credentials, which `fetch` and undici do not send.
 *
 * @throws ConnectSyncError (usage) that does not repeat the URL, which may be a secret
 */
export function webhookTarget(text: string): WebhookTarget {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw unusable('--webhook, or CONNECT_SYNC_WEBHOOK_URL, expects a URL with http:// or https://');
  const { username, password } = url;
  url.username = '';
  url.password = '';
  url.hash = '';
  if (username === '' && password === '') return { url: url.href, headers: {} };
  const pair = Buffer.from(`${decoded(username)}:${decoded(password)}`).toString('base64');
  return { url: url.href, headers: { authorization: `Basic ${pair}` } };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw unusable(
      'the user or password in the URL of --webhook has a % that encodes nothing: write it as %25',
    );
  }
}

function unusable(message: string): ConnectSyncError {
  return new ConnectSyncError({
    code: 'webhook-url',
    message,
    hint: 'the URL is not repeated here because it may be a secret',
    category: 'usage',
  });
}
