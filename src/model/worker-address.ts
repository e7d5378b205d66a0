/**
 * The base URL of a worker in a form that can be compared: lower case, without a user, a default port and slashes at the
 * end; every name of the loopback interface is `localhost`. Undefined where the text is not an http or https URL.
 */
export function comparableUrl(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const host = isLoopback(url.hostname) ? `localhost${url.port === '' ? '' : `:${url.port}`}` : url.host;
  return `${url.protocol}//${host}${withoutSlashes(url.pathname)}`;
}

function isLoopback(hostname: string): boolean {
  return (
    ['localhost', '[::1]', '0.0.0.0'].includes(hostname) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}

function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end -= 1;
  return path.slice(0, end);
}
