import { ConnectSyncError } from '../model/error.ts';

/**
 * The `source` of a CloudEvent: the controller, and the cluster that the event is about.
 *
 * @param controller a URI or a path, checked
 */
export function eventSource(controller: string, cluster: string | null): string {
  return cluster === null ? controller : `${controller}/clusters/${encodeURIComponent(cluster)}`;
}

/**
 * The source of a controller, without a slash at its end.
 *
 * @throws ConnectSyncError (usage) for a text that is no URI reference (RFC 3986) to which a path can be added
 */
export function checkEventSource(text: string): string {
  const source = text.endsWith('/') ? text.slice(0, -1) : text;
  const isUri = /^(?:[\w.~!$&'()*+,;=:@/[\]-]|%[\da-f]{2})+$/i.test(source);
  if (isUri && URL.canParse(source, 'http://localhost')) return source;
  throw new ConnectSyncError({
    code: 'webhook-source',
    message: `--webhook-source expects a URI or a path without ? and #, such as /teams/data/connect-sync`,
    hint: 'it identifies this controller in CloudEvents',
    category: 'usage',
  });
}
