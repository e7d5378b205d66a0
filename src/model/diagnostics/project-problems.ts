import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** What can be wrong in a project file and with access to its clusters. */
export const projectProblems = {
  'unsupported-version': problem<{ requires: string; version: string }>({
    severity: 'error',
    message: ({ requires, version }) =>
      `this project requires connect-sync ${requires}, this is connect-sync ${version}`,
    hint: () => 'install a version that fits',
  }),
  'invalid-requires': problem<{ requires: string }>({
    severity: 'error',
    message: ({ requires }) => `"${requires}" is no range of versions`,
    hint: () => 'write, for instance,  requires: ">=0.1"',
  }),
  'marker-without-repository': problem<Record<never, never>>({
    severity: 'error',
    message: () =>
      '"ownership.marker" needs "ownership.repository": the name that connectors are marked with',
    hint: () => 'add, for instance,  repository: orders-connectors',
  }),
  'invalid-marker': problem<{ key: string; isSecret: boolean }>({
    severity: 'error',
    message: ({ key, isSecret }) =>
      isSecret
        ? `"${key}" cannot be the marker: by its name it holds a secret, and a mark is shown`
        : `"${key}" cannot be the marker: Kafka Connect reads this key itself`,
    hint: () => 'choose a key that no plugin knows, such as  managed.by',
  }),
  'invalid-authentication': problem<{ found: number }>({
    severity: 'error',
    message: ({ found }) =>
      found === 0 ? '"auth" names no way to authenticate' : '"auth" names more than one way to authenticate',
    hint: () => 'name one of  basic  and  bearer',
  }),
  'conflicting-credentials': problem<{ header: boolean }>({
    severity: 'error',
    message: ({ header }) =>
      header
        ? 'an Authorization header and "auth" (or a user in the URL) contradict one another'
        : '"auth" and a user in the URL, or two URLs with different users, contradict one another',
    hint: () => 'keep one of them',
  }),
  'invalid-username': problem<Record<never, never>>({
    severity: 'error',
    message: () => 'a user name for basic authentication cannot hold a colon',
    hint: () => undefined,
  }),
  'invalid-cluster-url': problem<{ reason: string }>({
    severity: 'error',
    message: ({ reason }) => `this is no URL of a Connect worker: ${reason}`,
    hint: () => 'write, for instance,  http://localhost:8083',
  }),
  'invalid-header': problem<{ header: string; reason: string }>({
    severity: 'error',
    message: ({ header, reason }) => `the header "${header}" cannot be sent: ${reason}`,
    hint: () => undefined,
  }),
  'unreadable-pem-file': problem<{ key: string; file: string; reason: string }>({
    severity: 'error',
    message: ({ key, file, reason }) => `the file ${file} (tls.${key}) cannot be read: ${reason}`,
    hint: () => 'paths are relative to the project file',
  }),
  'invalid-pem': problem<{ key: string; expected: string }>({
    severity: 'error',
    message: ({ key, expected }) => `tls.${key} holds no ${expected} in PEM format`,
    hint: () => 'a PEM text begins with  -----BEGIN …-----',
  }),
  'incomplete-client-certificate': problem<{ missing: string }>({
    severity: 'error',
    message: ({ missing }) =>
      `a client certificate needs both tls.certificate and tls.key, ${missing} is missing`,
    hint: () => undefined,
  }),
  'cluster-not-declared': problem<{
    chosen: string;
    known: readonly string[];
    suggestion: string | undefined;
  }>({
    severity: 'error',
    message: ({ chosen, known }) =>
      known.length > 0
        ? `no cluster is called "${chosen}": the project file declares ${listOf(known, 'and')}`
        : `no cluster is called "${chosen}": the project file declares none`,
    hint: ({ chosen, suggestion }) =>
      suggestion
        ? `did you mean "${suggestion}"?`
        : `a URL begins with http:// or https://${/^[\w.-]+:\d+/.test(chosen) ? `: write  http://${chosen}` : ''}`,
  }),
};
