/** The user that a URL names before its host. */
export interface UrlUser {
  readonly username: string;
  readonly password: string;
}

/** A base URL taken apart, or why it is none; the reason never quotes it, since it may hold a password. */
export type ClusterUrl =
  | { readonly kind: 'url'; readonly url: string; readonly user: UrlUser | undefined }
  | { readonly kind: 'invalid'; readonly reason: string };

/** Whether a text is meant as a URL rather than as the name of a cluster. */
export function looksLikeUrl(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** Takes the user out of a worker's base URL. A path in it is kept (`https://gateway/connect`), a slash at its end not. */
export function parseClusterUrl(text: string): ClusterUrl {
  if (!looksLikeUrl(text))
    return { kind: 'invalid', reason: 'it begins neither with http:// nor with https://' };
  if (!URL.canParse(text)) return { kind: 'invalid', reason: 'it cannot be understood' };
  const { origin, pathname, search, hash, username, password } = new URL(text);
  if (search !== '' || hash !== '')
    return { kind: 'invalid', reason: 'it has a query (?) or a fragment (#)' };
  const user =
    username === '' && password === ''
      ? undefined
      : { username: decode(username), password: decode(password) };
  return { kind: 'url', url: origin + pathname.replace(/\/+$/, ''), user };
}

/** The text with a user in its URL taken out, fit to be shown; what is not closed as a URL is treated the same. */
export function withoutUser(text: string): string {
  return text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
}

/** A percent sign that escapes nothing stands for itself. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
