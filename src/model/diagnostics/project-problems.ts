import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Problems with the project file and with access to its clusters. */
export const projectProblems = {
  'unsupported-version': problem<{ requires: string; version: string }>({
    severity: 'error',
    message: ({ requires, version }) =>
      `this project requires connect-sync ${requires}, but this is connect-sync ${version}`,
    hint: 'install a matching version',
    means: 'requires:  in the project file does not include this version of connect-sync.',
    matters: 'An older version may misinterpret the files.',
    before: '# connect-sync.yaml\nversion: 1\nrequires: ">=999"\n',
    after: '# connect-sync.yaml\nversion: 1\nrequires: ">=0.1"\n',
  }),
  'invalid-requires': problem<{ requires: string }>({
    severity: 'error',
    message: ({ requires }) => `"${requires}" is not a valid version range`,
    hint: 'for example:  requires: ">=0.1"',
    means: 'The value of  requires:  is not a version range.',
    matters: 'It is unclear whether this version is allowed.',
    remedy: 'Write a version range, for example  requires: ">=0.1" .',
    before: '# connect-sync.yaml\nversion: 1\nrequires: newest\n',
    after: '# connect-sync.yaml\nversion: 1\nrequires: ">=0.1"\n',
  }),
  'marker-without-repository': problem({
    severity: 'error',
    message: '"ownership.marker" requires "ownership.repository", the value of the ownership marker',
    hint: 'for example:  repository: orders-connectors',
    means: 'ownership.marker  is set, but  ownership.repository  is not.',
    matters: 'A marker without the name of a repository does not say who owns a connector.',
    remedy: 'Add the name of this repository.',
    before: '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: orders-connectors}\n',
  }),
  'invalid-marker': problem<{ key: string; isSecret: boolean }>({
    severity: 'error',
    message: ({ key, isSecret }) =>
      isSecret
        ? `"${key}" cannot be the ownership marker: its name looks like a secret, but a marker is shown`
        : `"${key}" cannot be the ownership marker: Kafka Connect itself uses this key`,
    hint: 'choose a key that no plugin uses, for example  managed.by',
    means: 'The key of  ownership.marker  is used by workers, or its name looks like a secret.',
    matters: 'The marker would break every connector, or could not be shown.',
    before: '# connect-sync.yaml\nversion: 1\nownership: {marker: tasks.max, repository: us}\n',
    after: '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n',
  }),
  'invalid-fingerprint-key': problem<{ key: string; problem: 'worker' | 'marker' | 'characters' }>({
    severity: 'error',
    message: ({ key, problem: why }) =>
      `"${key}" cannot hold the fingerprint of secrets: ${
        {
          worker: 'Kafka Connect itself uses this key',
          marker: 'it is the ownership marker',
          characters: 'a key consists of letters, digits, dots, dashes and underscores',
        }[why]
      }`,
    hint: 'choose a key that no plugin uses, for example  connect-sync.fingerprint',
    means: 'The key of  secrets.fingerprint  is used for something else, or cannot be a key.',
    matters: 'The fingerprint would replace a value that the connector needs.',
    before: '# connect-sync.yaml\nversion: 1\nsecrets: {fingerprint: topics}\n',
    after: '# connect-sync.yaml\nversion: 1\nsecrets: {fingerprint: connect-sync.fingerprint}\n',
  }),
  'fingerprint-declared': problem<{ key: string }>({
    severity: 'error',
    message: ({ key }) => `"${key}" holds the fingerprint of secrets and cannot be set in a file`,
    hint: 'remove the key: connect-sync computes its value',
    means: 'A connector, or a layer that it inherits from, sets the key of  secrets.fingerprint .',
    matters: 'With a value from a file, a rotated secret would not show.',
    before:
      '# connect-sync.yaml\nversion: 1\nsecrets: {fingerprint: sync.fp}\n# connectors/orders.yaml\nconfig: {topics: orders, sync.fp: x}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nsecrets: {fingerprint: sync.fp}\n# connectors/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'fingerprint-ignored': problem<{ key: string; glob: string }>({
    severity: 'error',
    message: ({ key, glob }) =>
      `"${glob}" in  ignoreKeys  matches "${key}", which holds the fingerprint of secrets`,
    hint: 'remove it from  ignoreKeys , or limit the pattern',
    means: 'An entry of  ignoreKeys  matches the key of  secrets.fingerprint .',
    matters: 'A fingerprint that is managed elsewhere does not show a rotated secret.',
    before:
      '# connect-sync.yaml\nversion: 1\nsecrets: {fingerprint: sync.fp}\n# connectors/orders.yaml\nignoreKeys: [sync.*]\nconfig: {topics: orders}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nsecrets: {fingerprint: sync.fp}\n# connectors/orders.yaml\nconfig: {topics: orders}\n',
  }),
  'fingerprint-key-missing': problem<{ key: string }>({
    severity: 'warning',
    message: ({ key }) =>
      `rotated secrets cannot be seen on a worker that masks them: CONNECT_SYNC_FINGERPRINT_KEY is not set, so "${key}" is left as it is`,
    hint: 'set CONNECT_SYNC_FINGERPRINT_KEY (or CONNECT_SYNC_PLAN_KEY) where changes are planned and applied',
    means:
      'The project declares  secrets.fingerprint , and the key that fingerprints are made with is not in the environment.',
    matters:
      'Without the key, the fingerprint of a connector is neither compared nor changed. On a worker that masks secrets, a rotated secret is not noticed.',
  }),
  'fingerprint-key-too-short': problem<{ variable: string; shortest: number }>({
    severity: 'error',
    message: ({ variable, shortest }) =>
      `${variable} has fewer than ${shortest} characters, so it could be guessed from a fingerprint`,
    hint: 'generate one with  openssl rand -hex 32',
    means: 'The key that fingerprints of secrets are made with is short.',
    matters: 'Anyone who guesses the key can guess the secrets too.',
  }),
  'invalid-authentication': problem<{ found: number }>({
    severity: 'error',
    message: ({ found }) =>
      found === 0
        ? '"auth" sets no authentication method'
        : '"auth" sets more than one authentication method',
    hint: 'set either  basic  or  bearer',
    means: 'auth:  sets no authentication method, or two.',
    matters: 'It is unclear which credentials to send.',
    before: '# connect-sync.yaml\nversion: 1\nclusters: {dev: {url: "http://c:8083", auth: {}}}\n',
    after: '# connect-sync.yaml\nversion: 1\nclusters: {dev: {url: "http://c:8083"}}\n',
  }),
  'conflicting-credentials': problem<{ header: boolean }>({
    severity: 'error',
    message: ({ header }) =>
      header
        ? 'the Authorization header conflicts with "auth" or with a user in the URL'
        : '"auth" conflicts with a user in the URL, or two URLs have different users',
    hint: 'keep one of them',
    means: 'Credentials are set twice: in  auth:  and in the URL or a header, or in two URLs.',
    matters: 'It is unclear which credentials to send.',
  }),
  'invalid-username': problem({
    severity: 'error',
    message: 'a user name for basic authentication cannot contain a colon',
    means: 'The user name for basic authentication contains a colon.',
    matters: 'The colon separates user name and password; the server would see another user.',
    remedy: 'Correct the user name.',
  }),
  'invalid-credentials': problem<{ key: string; from: string }>({
    severity: 'error',
    message: ({ key, from }) => `${key}${from} contains a line break or another control character`,
    hint: 'remove it: files of secrets often end with a line break',
    means:
      'The user or password for basic authentication contains a control character, such as a line break.',
    matters: 'HTTP does not allow it (RFC 7617), and the server would see another password.',
  }),
  'invalid-cluster-url': problem<{ reason: string }>({
    severity: 'error',
    message: ({ reason }) => `invalid worker URL: ${reason}`,
    hint: 'for example:  http://localhost:8083',
    means: 'The address of a cluster is not a URL with http:// or https://.',
    matters: 'No worker can be reached with it.',
    remedy: 'Write a URL, for example  http://localhost:8083 .',
  }),
  'cluster-url-not-allowed': problem<{
    shown: string;
    listed: readonly string[];
    invalid: readonly string[];
  }>({
    severity: 'error',
    message: ({ shown, listed }) =>
      listed.length === 0
        ? `${shown} is not allowed: CONNECT_SYNC_ALLOWED_URLS of this job is empty`
        : `${shown} is not allowed: CONNECT_SYNC_ALLOWED_URLS of this job allows ${listOf(listed, 'and')}`,
    hint: ({ invalid }) =>
      invalid.length > 0
        ? `${listOf(invalid, 'and')} in CONNECT_SYNC_ALLOWED_URLS is no URL: write  https://connect.example.com:8083`
        : 'correct the URL of the cluster, or add its origin to CONNECT_SYNC_ALLOWED_URLS in the job',
    means:
      'The job lists the URLs that connect-sync may contact (CONNECT_SYNC_ALLOWED_URLS), and the URL of a cluster is not among them.',
    matters:
      'The credentials of the cluster would be sent to it. The list keeps a pull request that is not trusted from choosing who gets them.',
    remedy:
      'Correct the URL, or add it to the list. An entry is an origin or a URL with a path, and allows what is below it: https://connect.example.com:8083, https://*.example.com/connect.',
  }),
  'trusted-project-missing': problem<{ file: string }>({
    severity: 'error',
    message: ({ file }) => `trusted project file not found: ${file}`,
    hint: 'correct --trusted-project; the path is relative to the project directory',
    means: 'The file given with --trusted-project does not exist.',
    matters: 'It decides which clusters get the credentials of the job, and what may be deleted.',
    remedy:
      'Correct the path. If the base branch has no project file yet, pass a file that contains only  version: 1 : then no cluster of the pull request is in force.',
  }),
  'trusted-project-differs': problem<{ section: 'clusters' | 'ownership'; names: readonly string[] }>({
    severity: 'warning',
    message: ({ section, names }) =>
      section === 'clusters'
        ? `"clusters" differs from the trusted project file (${listOf(names, 'and')}): the trusted clusters are in force`
        : '"ownership" differs from the trusted project file: the trusted ownership is in force',
    hint: 'the change takes effect once it is merged',
    means:
      'With --trusted-project, clusters and ownership come from that file, and the project file under review declares something else.',
    matters:
      'The plan does not show the effect of this change. Review it by reading: it decides who gets the credentials, and what may be deleted.',
  }),
  'invalid-header': problem<{ header: string; reason: string }>({
    severity: 'error',
    message: ({ header, reason }) => `invalid header "${header}": ${reason}`,
    means:
      'A header cannot be sent: its name or value contains forbidden characters, or HTTP sets it itself.',
    matters: 'The request would fail, or have another meaning.',
    remedy: 'Correct or remove it.',
  }),
  'unreadable-pem-file': problem<{ key: string; file: string; reason: string }>({
    severity: 'error',
    message: ({ key, file, reason }) => `cannot read ${file} (tls.${key}): ${reason}`,
    hint: 'paths are relative to the project file',
    means: 'A file that  tls:  refers to cannot be read.',
    matters: 'Without it the worker is not trusted, or does not trust this client.',
    remedy: 'Correct the path; it is relative to the project file.',
  }),
  'invalid-pem': problem<{ key: string; expected: string }>({
    severity: 'error',
    message: ({ key, expected }) => `tls.${key} contains no ${expected} in PEM format`,
    hint: 'a PEM text begins with  -----BEGIN …-----',
    means: 'A value of  tls:  is not a certificate or key in PEM format.',
    matters: 'The connection would fail with a less specific error.',
    remedy: 'A PEM text begins with -----BEGIN. Convert other formats with openssl.',
  }),
  'incomplete-client-certificate': problem<{ missing: string }>({
    severity: 'error',
    message: ({ missing }) =>
      `a client certificate requires both tls.certificate and tls.key, but ${missing} is missing`,
    means: 'tls.certificate  is set without  tls.key , or the other way round.',
    matters: 'A client certificate cannot be used without its key.',
    remedy: 'Set both.',
  }),
  'cluster-not-declared': problem<{
    chosen: string;
    known: readonly string[];
    suggestion: string | undefined;
    /** Whether clusters come from a trusted project file. */
    trusted?: boolean;
  }>({
    severity: 'error',
    message: ({ chosen, known, trusted }) =>
      `unknown cluster "${chosen}": the ${trusted ? 'trusted ' : ''}project file declares ${known.length > 0 ? listOf(known, 'and') : 'none'}`,
    hint: ({ chosen, suggestion, trusted }) =>
      trusted && !suggestion
        ? 'a cluster is in force once the project file that declares it is merged'
        : suggestion
          ? `did you mean "${suggestion}"?`
          : chosen.includes(',')
            ? 'for several clusters, repeat the option: --cluster A --cluster B'
            : `a URL begins with http:// or https://${/^[\w.-]+:\d+/.test(chosen) ? `: write  http://${chosen}` : ''}`,
    means: '--cluster (or CONNECT_SYNC_CLUSTER) refers to a cluster that the project file does not declare.',
    matters: 'A misspelled name must not select another cluster.',
    remedy: 'Correct the name, or use a URL that begins with http:// or https://.',
  }),
};
