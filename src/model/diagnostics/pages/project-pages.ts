import type { projectProblems } from '../project-problems.ts';
import type { Page } from './page.ts';

/** The pages of what can be wrong in the project file and with access to clusters. */
export const projectPages = {
  'unsupported-version': {
    means: 'The project says with  requires:  which versions may work on it, and this is none of them.',
    matters: 'An older version may not know what the files mean.',
    remedy: 'Install a version that fits.',
    before: '# connect-sync.yaml\nversion: 1\nrequires: ">=999"\n',
    after: '# connect-sync.yaml\nversion: 1\nrequires: ">=0.1"\n',
  },
  'invalid-requires': {
    means: 'requires:  holds something that is no range of versions.',
    matters: 'Nobody can tell whether this version is meant.',
    remedy: 'Write, for instance,  requires: ">=0.1" .',
    before: '# connect-sync.yaml\nversion: 1\nrequires: newest\n',
    after: '# connect-sync.yaml\nversion: 1\nrequires: ">=0.1"\n',
  },
  'marker-without-repository': {
    means: 'ownership.marker  is there and  ownership.repository  is not.',
    matters: 'A mark without a name does not say whose a connector is.',
    remedy: 'Add the name of this repository.',
    before: '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by}\n',
    after:
      '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: orders-connectors}\n',
  },
  'invalid-marker': {
    means: 'The key of ownership.marker is one that a worker reads, or that holds a secret by its name.',
    matters: 'The mark would break every connector, or could not be shown.',
    remedy: 'Choose a key that no plugin knows.',
    before: '# connect-sync.yaml\nversion: 1\nownership: {marker: tasks.max, repository: us}\n',
    after: '# connect-sync.yaml\nversion: 1\nownership: {marker: managed.by, repository: us}\n',
  },
  'invalid-authentication': {
    means: 'auth:  names no way to authenticate, or two.',
    matters: 'Which credentials are sent must not be chance.',
    remedy: 'Name one of  basic  and  bearer .',
    before: '# connect-sync.yaml\nversion: 1\nclusters: {dev: {url: "http://c:8083", auth: {}}}\n',
    after: '# connect-sync.yaml\nversion: 1\nclusters: {dev: {url: "http://c:8083"}}\n',
  },
  'conflicting-credentials': {
    means: 'Credentials stand in two places: in  auth:  and in the URL or in a header, or in two URLs.',
    matters: 'Which of them is sent must not be chance.',
    remedy: 'Keep one of them.',
  },
  'invalid-username': {
    means: 'The user name of basic authentication holds a colon.',
    matters: 'The colon divides user and password; the server would see another user.',
    remedy: 'Correct the name.',
  },
  'invalid-cluster-url': {
    means: 'The address of a cluster is no URL with http:// or https://.',
    matters: 'No worker can be reached with it.',
    remedy: 'Write, for instance,  http://localhost:8083 .',
  },
  'invalid-header': {
    means:
      'A header cannot be sent: its name or value has forbidden characters, or it is one that HTTP sets itself.',
    matters: 'The request would fail, or say something else.',
    remedy: 'Correct or remove it.',
  },
  'unreadable-pem-file': {
    means: 'A file that  tls:  names cannot be read.',
    matters: 'Without it the worker is not trusted, or does not trust us.',
    remedy: 'Correct the path; it is relative to the project file.',
  },
  'invalid-pem': {
    means: 'What  tls:  names is no certificate or key in PEM format.',
    matters: 'The connection would fail with less to see.',
    remedy: 'A PEM text begins with -----BEGIN. Convert other formats with openssl.',
  },
  'incomplete-client-certificate': {
    means: 'tls.certificate  is given without  tls.key , or the other way round.',
    matters: 'A client certificate is of no use without its key.',
    remedy: 'Give both.',
  },
  'cluster-not-declared': {
    means: '--cluster (or CONNECT_SYNC_CLUSTER) names a cluster that the project file does not declare.',
    matters: 'A misspelt name must not lead to another cluster.',
    remedy: 'Correct the name, or give a URL that begins with http:// or https://.',
  },
} satisfies Record<keyof typeof projectProblems, Page>;
