/** The user info of a URL. */
export interface UrlUser {
  readonly username: string;
  readonly password: string;
}

/** A parsed base URL, or why it is invalid. The reason never quotes it, because it may contain a password. */
export type ClusterUrl =
  | { readonly kind: 'url'; readonly url: string; readonly user: UrlUser | undefined }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Whether a text is a URL rather than the name of a cluster. */
export function looksLikeUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** Separates the user from a worker's base URL. A path is kept (`https://gateway/connect`), a trailing slash is not. */
export function parseClusterUrl(text: string): ClusterUrl {
  if (!looksLikeUrl(text)) return { kind: 'invalid', reason: 'it must begin with http:// or https://' };
  if (!URL.canParse(text)) return { kind: 'invalid', reason: 'it is malformed' };
  const { origin, pathname, search, hash, username, password } = new URL(text);
  if (search !== '' || hash !== '')
    return { kind: 'invalid', reason: 'a query (?) or fragment (#) is not allowed' };
  const user =
    username === '' && password === ''
      ? undefined
      : { username: decode(username), password: decode(password) };
  return { kind: 'url', url: origin + pathname.replace(/(?<!\/)\/+$/, ''), user };
}

/** Removes the user from a URL so that it can be shown, even if the URL is malformed. */
export function withoutUser(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
}

/**
 * What may be shown of a text that is neither the name of a cluster nor a URL. The text before an @ may be a user and a
 * password, a query may contain a token; with both, either may be either.
 */
export function withoutCredentials(chosen: string): string {
  const [at, query] = [chosen.lastIndexOf('@'), chosen.search(/[?#]/)];
  if (query < 0) return chosen.slice(at + 1);
  return at > query ? '…' : chosen.slice(at + 1, query);
}

/** What of a URL may be quoted elsewhere: itself, its host with and without port, and its path. */
export function addressesIn(url: string): readonly string[] {
  const { host, hostname, pathname } = new URL(url);
  return [url, host, hostname, pathname];
}

/** Keeps a percent sign that does not start an escape. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
