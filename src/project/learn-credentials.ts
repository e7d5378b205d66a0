import type { KnownSecrets } from '../model/known-secrets.ts';
import type { ClusterTarget } from '../model/project.ts';

/**
 * Remembers what a cluster is talked to with, wherever it came from: a worker or a gateway that refuses a request may
 * quote its headers. Two words of a header, as in `Authorization: ApiKey 123`, may come back one by one.
 */
export function learnCredentials(known: KnownSecrets, { auth, headers, tls }: ClusterTarget): void {
  const ofAuth =
    auth?.kind === 'basic' ? [auth.password, `${auth.username}:${auth.password}`] : [auth?.token ?? ''];
  const ofHeaders = [...headers.values()].flatMap((value) => [value, ...value.split(' ').slice(1)]);
  for (const secret of [...ofAuth, ...ofHeaders, tls?.key ?? '', tls?.keyPassword ?? '']) {
    known.learnConfigured(secret);
  }
}
