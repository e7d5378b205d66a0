import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LoadRequest } from '../../src/desired/read-project.ts';
import { resolveCluster } from '../../src/desired/resolve-cluster.ts';
import { resolveConnectors } from '../../src/desired/resolve-connectors.ts';
import type { DiagnosticCode } from '../../src/model/diagnostic.ts';
import { fileProblems } from '../../src/model/diagnostics/source-problems.ts';
import { viewDiagnostics } from '../../src/model/redaction/view-diagnostics.ts';
import { renderDiagnostics } from '../../src/render/diagnostics.ts';
import { asOrdinaryUser } from '../support/as-ordinary-user.ts';
import { printProblems } from '../support/print-problems.ts';
import { type ProjectFolder, projectFolder } from '../support/project-folder.ts';

/** A project with one problem. */
interface Case {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly prepare?: (folder: ProjectFolder) => void;
  readonly request?: Partial<LoadRequest>;
  readonly cluster?: string;
  readonly problems: string;
}

const valid = 'config: {connector.class: X}\n';
const withClusters = (clusters: string) => ({
  'connect-sync.yaml': `version: 1\nclusters:\n${clusters}`,
  'connectors/a.yaml': valid,
});
const one = (text: string) => ({ 'connectors/a.yaml': text });

const cases: Readonly<Record<keyof typeof fileProblems, Case>> = {
  'directory-missing': { request: { directory: '/nowhere/at/all' }, problems: '' },
  'project-file-missing': { request: { projectFile: 'other.yaml' }, problems: '' },
  'project-file-misnamed': {
    files: { 'connect-sync.yml': 'version: 1\n', 'connectors/a.yaml': valid },
    problems: 'connect-sync.yml:1:1',
  },
  'project-multiple-documents': {
    files: { 'connect-sync.yaml': 'version: 1\n---\nversion: 1\n', 'connectors/a.yaml': valid },
    problems: 'connect-sync.yaml:3:1',
  },
  'connectors-directory-missing': { files: { 'README.md': '' }, problems: '' },
  'no-connector-files': { files: { 'connectors/README.md': '' }, problems: '' },
  'unmatched-pattern': {
    files: {
      'connect-sync.yaml': 'version: 1\nconnectors: [connectors/*.yaml, connectors/*.json]\n',
      'connectors/a.yaml': valid,
    },
    problems: '',
  },
  'connectors-path-missing': {
    files: {
      'connect-sync.yaml': 'version: 1\nconnectors: [connectors, team-b]\n',
      'connectors/a.yaml': valid,
    },
    problems: '',
  },
  'outside-project': {
    files: one(valid),
    prepare: ({ directory }) => {
      symlinkSync('/etc/hosts', path.join(directory, 'connectors/b.yaml'));
    },
    problems: 'connectors/b.yaml:1:1',
  },
  'link-outside-project': {
    files: one(valid),
    prepare: ({ directory }) => {
      symlinkSync('/etc/hosts', path.join(directory, '.env'));
    },
    request: { envFiles: ['.env'] },
    problems: '',
  },
  'unreadable-link': {
    files: one(valid),
    prepare: ({ directory }) => {
      symlinkSync('../team-b', path.join(directory, 'connectors/team-b'));
    },
    problems: '',
  },
  'unreadable-directory': {
    files: one(valid),
    prepare: ({ directory }) => {
      const closed = path.join(directory, 'connectors/closed');
      mkdirSync(closed);
      chmodSync(closed, 0o000);
    },
    problems: '',
  },
  'unreadable-file': {
    files: one(valid),
    prepare: ({ directory }) => {
      symlinkSync('nowhere.yaml', path.join(directory, 'connectors/gone.yaml'));
    },
    problems: 'connectors/gone.yaml:1:1',
  },
  'file-too-large': {
    files: { 'connectors/a.yaml': valid, 'connectors/b.yaml': `#${' '.repeat(17 * 1024 * 1024)}` },
    problems: 'connectors/b.yaml:1:1',
  },
  'config-too-large': {
    files: { 'connectors/a.yaml': `config:\n  connector.class: X\n  k: ${'x'.repeat(1024 * 1024)}\n` },
    problems: 'connectors/a.yaml:3:3',
  },
  'unsupported-file-type': {
    files: {
      'connect-sync.yaml': 'version: 1\nconnectors: connectors/**\n',
      'connectors/a.properties': 'a=b',
    },
    problems: 'connectors/a.properties:1:1',
  },
  'not-utf8': {
    files: { 'connectors/a.yaml': Buffer.from('config:\n  a: M\xfcller\n', 'latin1') },
    problems: 'connectors/a.yaml:2:1',
  },
  'empty-file': { files: one('# nothing but a comment\n---\n'), problems: 'connectors/a.yaml:1:1' },
  'merge-conflict': { files: one('config:\n<<<<<<< HEAD\n  a: 1\n'), problems: 'connectors/a.yaml:2:1' },
  'tab-indentation': { files: one('config:\n\ta: b\n'), problems: 'connectors/a.yaml:2:1' },
  'template-expression': {
    files: one('config:\n  topics: {{ .Values.topic }}\n'),
    problems: 'connectors/a.yaml:2:11',
  },
  'invalid-yaml': { files: one('config:\n  a: "b\n  c: d\n'), problems: 'connectors/a.yaml:2:6' },
  'invalid-json': {
    files: { 'connectors/a.json': '{"config": {"a": "b",}}' },
    problems: 'connectors/a.json:1:22',
  },
  'duplicate-key': { files: one('config:\n  a: 1\n  b: 2\n  a: 3\n'), problems: 'connectors/a.yaml:4:3' },
  'invalid-merge-key': { files: one('config:\n  <<: all\n'), problems: 'connectors/a.yaml:2:3' },
  'unsupported-yaml-tag': { files: one('config:\n  a: !!int 3\n'), problems: 'connectors/a.yaml:2:6' },
  'key-not-string': { files: one('config:\n  ? [a]\n  : b\n'), problems: 'connectors/a.yaml:2:5' },
  'not-a-mapping': { files: one('- config\n'), problems: 'connectors/a.yaml:1:1' },
  'unknown-key': { files: one(`${valid}statte: running\n`), problems: 'connectors/a.yaml:2:1' },
  'config-key-at-top-level': {
    files: one('name: a\nconnector.class: X\ntasks.max: 1\n'),
    problems: 'connectors/a.yaml:2:1',
  },
  'config-not-indented': {
    files: one('state: running\nconfig:\nconnector.class: X\ntopic: t\n'),
    problems: 'connectors/a.yaml:3:1',
  },
  'operator-resource': {
    files: one('apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaConnector\nspec: {class: X}\n'),
    problems: 'connectors/a.yaml:1:1',
  },
  'missing-key': { files: withClusters('  dev: {vars: {a: b}}\n'), problems: 'connect-sync.yaml:3:9' },
  'missing-config': { files: one('name: a\nstate: running\n'), problems: 'connectors/a.yaml:1:1' },
  'invalid-type': { files: one(`${valid}dependsOn: other\n`), problems: 'connectors/a.yaml:2:12' },
  'invalid-value': { files: one(`${valid}state: runing\n`), problems: 'connectors/a.yaml:2:8' },
  'invalid-key-name': {
    files: withClusters('  "my cluster": {url: "http://x"}\n'),
    problems: 'connect-sync.yaml:3:3',
  },
  'empty-list': { files: one(`${valid}clusters: []\n`), problems: 'connectors/a.yaml:2:11' },
  'empty-value': { files: one('config:\n  a: 1\n  b:\n'), problems: 'connectors/a.yaml:3:3' },
  'nested-config': {
    files: one('config:\n  transforms:\n    unwrap: {type: X}\n'),
    problems: 'connectors/a.yaml:3:5',
  },
  'nested-list': { files: one('config:\n  topics: [a, [b]]\n'), problems: 'connectors/a.yaml:2:15' },
  'missing-name': { files: one(`name: a\n${valid}---\n${valid}`), problems: 'connectors/a.yaml:4:1' },
  'invalid-name': { files: one(`name: a/b\n${valid}`), problems: 'connectors/a.yaml:1:7' },
  'duplicate-connector': {
    files: { 'connectors/a.yaml': `name: orders\n${valid}`, 'connectors/b/orders.yaml': `# mine\n${valid}` },
    problems: 'connectors/b/orders.yaml:2:1',
  },
  'name-mismatch': { files: one('name: a\nconfig:\n  name: b\n'), problems: 'connectors/a.yaml:3:9' },
  'unknown-cluster': {
    files: {
      ...withClusters('  prod: {url: "http://x"}\n'),
      'connectors/a.yaml': `${valid}clusters: [prd]\n`,
    },
    problems: 'connectors/a.yaml:2:12',
  },
  'not-owned': {
    files: {
      'connect-sync.yaml': 'version: 1\nownership: {names: ["orders-*"]}\n',
      'connectors/a.yaml': `name: payments\n${valid}`,
    },
    problems: 'connectors/a.yaml:1:7',
  },
  'cluster-not-of-folder': {
    files: {
      'connect-sync.yaml':
        'version: 1\nconnectors: [{path: connectors/prod, clusters: [prod]}]\nclusters: {dev: {url: "http://d:1"}, prod: {url: "http://p:1"}}\n',
      'connectors/prod/a.yaml': `clusters: [prod, dev]\n${valid}`,
    },
    problems: 'connectors/prod/a.yaml:1:18',
  },
  'pattern-without-folder': {
    files: {
      'connect-sync.yaml':
        'version: 1\nconnectors: [{path: "*.yaml", clusters: [prod]}, connectors]\nclusters: {prod: {url: "http://p:1"}}\n',
      'connectors/a.yaml': valid,
    },
    problems: 'connect-sync.yaml:2:21',
  },
  'wildcard-in-ownership': {
    files: {
      'connect-sync.yaml': 'version: 1\nvars: {team: "o*"}\nownership: {names: ["${var.team}-*"]}\n',
      'connectors/a.yaml': `name: o*-a\n${valid}`,
    },
    problems: 'connect-sync.yaml:3:22',
  },
  'invalid-until': {
    files: one(`reconcile: {state: suspended, until: tomorrow}\n${valid}`),
    problems: 'connectors/a.yaml:1:38',
  },
  'change-while-without-state': {
    files: one(`changeWhile: stopped\n${valid}`),
    problems: 'connectors/a.yaml:1:14',
  },
  'marker-overridden': {
    files: {
      'connect-sync.yaml': 'version: 1\nownership: {marker: managed.by, repository: us}\n',
      'connectors/a.yaml': 'config:\n  connector.class: X\n  managed.by: them\n',
    },
    problems: 'connectors/a.yaml:3:3',
  },
  'marker-ignored': {
    files: {
      'connect-sync.yaml': 'version: 1\nownership: {marker: managed.by, repository: us}\n',
      'connectors/a.yaml': `${valid}ignoreKeys: [a, managed.by]\n`,
    },
    problems: 'connectors/a.yaml:2:17',
  },
  'unknown-dependency': { files: one(`${valid}dependsOn: [b]\n`), problems: 'connectors/a.yaml:2:13' },
  'dependency-on-other-cluster': {
    files: {
      ...withClusters('  dev: {url: "http://x"}\n  prod: {url: "http://y"}\n'),
      'connectors/a.yaml': `${valid}dependsOn: [b]\n`,
      'connectors/b.yaml': `${valid}clusters: [prod]\n`,
    },
    cluster: 'dev',
    problems: 'connectors/a.yaml:2:13',
  },
  'dependency-absent': {
    files: { 'connectors/a.yaml': `${valid}dependsOn: [b]\n`, 'connectors/b.yaml': 'state: absent\n' },
    problems: 'connectors/a.yaml:2:13',
  },
  'dependency-cycle': {
    files: {
      'connectors/a.yaml': `${valid}dependsOn: [b]\n`,
      'connectors/b.yaml': `${valid}dependsOn: [a]\n`,
    },
    problems: 'connectors/a.yaml:2:13',
  },
  'malformed-reference': { files: one('config:\n  a: x${env.A:-b}\n'), problems: 'connectors/a.yaml:2:7' },
  'reference-not-allowed': {
    files: one(`name: a-\${env.STAGE}\n${valid}`),
    problems: 'connectors/a.yaml:1:9',
  },
  'unset-environment-variable': {
    files: one('config:\n  a: x${env.A}\n'),
    problems: 'connectors/a.yaml:2:7',
  },
  'empty-environment-variable': {
    files: one('config:\n  a: x${env.A}\n'),
    request: { environment: new Map([['A', '']]) },
    problems: 'connectors/a.yaml:2:7',
  },
  'environment-name-reserved': {
    files: one('config:\n  a: x${env.AWS_SECRET_ACCESS_KEY}\n'),
    request: { environment: new Map([['AWS_SECRET_ACCESS_KEY', 'hush']]) },
    problems: 'connectors/a.yaml:2:7',
  },
  'environment-name-not-allowed': {
    files: one('config:\n  a: x${env.OTHER}\n'),
    request: {
      environment: new Map([
        ['OTHER', 'hush'],
        ['CONNECT_SYNC_ENV_NAMES', 'DB_* KEY'],
      ]),
    },
    problems: 'connectors/a.yaml:2:7',
  },
  'variable-with-space': {
    files: one('config:\n  password: x${env.A}\n'),
    request: { environment: new Map([['A', 'hush\n']]) },
    problems: 'connectors/a.yaml:2:14',
  },
  'variable-invisible-character': {
    files: one('config:\n  password: x${env.A}\n'),
    request: { environment: new Map([['A', 'hu\u200bsh']]) },
    problems: 'connectors/a.yaml:2:14',
  },
  'variable-with-placeholder': {
    files: one('config:\n  password: x${env.A}\n'),
    request: { environment: new Map([['A', 'CHANGEME']]) },
    problems: 'connectors/a.yaml:2:14',
  },
  'masked-variable': {
    files: withClusters('  dev:\n    url: http://x\n    headers: {Key: "${env.A}"}\n'),
    request: { environment: new Map([['A', '********']]) },
    cluster: 'dev',
    problems: 'connect-sync.yaml:5:21',
  },
  'quoted-variable': {
    files: one('config:\n  password: x${env.A}\n'),
    request: { environment: new Map([['A', '"hush"']]) },
    problems: 'connectors/a.yaml:2:14',
  },
  'misspelled-reference': { files: one('config:\n  a: x${ENV.A}\n'), problems: 'connectors/a.yaml:2:7' },
  'unset-variable': { files: one('config:\n  a: ${var.a}\n'), problems: 'connectors/a.yaml:2:6' },
  'secret-variable': {
    files: {
      'connect-sync.yaml': 'version: 1\nvars:\n  a: {env: DB_LOGIN}\n',
      ...one('config:\n  a: ${var.a}\n  b: ${env.DB_LOGIN}\n'),
    },
    request: { environment: new Map([['DB_LOGIN', 'orders']]) },
    problems: 'connect-sync.yaml:3:12',
  },
  'untrusted-variable': {
    files: {
      'connect-sync.yaml': 'version: 1\nvars:\n  a: {env: DB_HOST, default: db}\n',
      'base/connect-sync.yaml': 'version: 1\n',
      ...one(valid),
    },
    request: { trustedProject: 'base/connect-sync.yaml' },
    problems: 'connect-sync.yaml:3:12',
  },
  'empty-variable': {
    files: { 'connect-sync.yaml': 'version: 1\nvars: {a: ""}\n', ...one('config:\n  a: ${var.a}\n') },
    problems: 'connectors/a.yaml:2:6',
  },
  'unreadable-environment-file': { files: one(valid), request: { envFiles: ['gone.env'] }, problems: '' },
  'unsupported-placeholder': { files: one('config:\n  a: ${DB_HOST}\n'), problems: 'connectors/a.yaml:2:6' },
  'invisible-character': { files: one('config:\n  a: x\u200by\n'), problems: 'connectors/a.yaml:2:6' },
  'unresolved-placeholder': {
    files: one('config:\n  connection.password: <password>\n'),
    problems: 'connectors/a.yaml:2:24',
  },
  'masked-value': { files: one('config:\n  password: "****"\n'), problems: 'connectors/a.yaml:2:13' },
  'version-range-as-list': {
    files: one('config:\n  connector.plugin.version: [1.0,2.0]\n'),
    problems: 'connectors/a.yaml:2:29',
  },
  'smart-quotes': {
    files: one('config:\n  topics: \u201corders\u201d\n'),
    problems: 'connectors/a.yaml:2:11',
  },
  'plaintext-secret': {
    files: one(
      'config:\n  connection.url: "jdbc:db2://db/x?password=hush"\n  connection.password: hush\n  sasl.jaas.config: x\n',
    ),
    problems: 'connectors/a.yaml:2:3',
  },
  'comment-key': {
    files: one('config:\n  a: 1\n  _comment: not for long\n  _b: 2\n'),
    problems: 'connectors/a.yaml:3:3',
  },
  'environment-value-truncated': {
    files: { ...one(valid), 'my.env': '# all of them\nNAME=x\nPASSWORD=hush#hush\n' },
    request: { envFiles: ['my.env'] },
    problems: 'my.env:3:1',
  },
  'misspelled-key': {
    files: one('config:\n  value.converter.schema.enable: false\n'),
    problems: 'connectors/a.yaml:2:3',
  },
  'alias-without-type': { files: one('config:\n  transforms: unwrap\n'), problems: 'connectors/a.yaml:2:3' },
  'misspelled-alias': {
    files: one('config:\n  connector.class: X\n  transforms: two\n  transforms.tow.type: Y\n'),
    problems: 'connectors/a.yaml:4:3',
  },
  'unread-transforms': {
    files: one(
      'config:\n  connector.class: X\n  transforms: a\n  transforms.a.type: Y\n  hosttransforms: b\n  hosttransforms.b.type: Z\n',
    ),
    problems: 'connectors/a.yaml:5:3',
  },
  'renamed-key': {
    files: one(
      'config:\n  connector.class: io.debezium.connector.mysql.MySqlConnector\n  topic.prefix: shop\n  table.whitelist: shop.orders\n',
    ),
    problems: 'connectors/a.yaml:4:3',
  },
  'alias-not-listed': {
    files: one('config:\n  transforms.unwrap.type: X\n'),
    problems: 'connectors/a.yaml:2:3',
  },
  'unused-predicate': {
    files: one('config:\n  predicates: isOrder\n  predicates.isOrder.type: X\n'),
    problems: 'connectors/a.yaml:3:3',
  },
  'dead-letter-queue-on-source': {
    files: one('config:\n  connector.class: MySource\n  errors.deadletterqueue.topic.name: dead\n'),
    problems: 'connectors/a.yaml:3:3',
  },
  'silent-record-loss': {
    files: one('config:\n  topics: a\n  errors.tolerance: all\n'),
    problems: 'connectors/a.yaml:3:3',
  },
  'missing-comma': {
    files: one('config:\n  table.include.list: shop.a, shop.b shop.c, shop.d, shop.e\n'),
    problems: 'connectors/a.yaml:2:3',
  },
  'unknown-profile': { files: one(`${valid}extends: [avro]\n`), problems: 'connectors/a.yaml:2:11' },
  'profile-cycle': {
    files: {
      'connect-sync.yaml': 'version: 1\nprofiles:\n  a: {extends: [b]}\n  b: {extends: [a]}\n',
      ...one(valid),
    },
    problems: 'connect-sync.yaml:4:17',
  },
  'key-not-inheritable': {
    files: {
      'connect-sync.yaml': 'version: 1\ndefaults:\n  - config: {connector.class: X}\n',
      ...one(valid),
    },
    problems: 'connect-sync.yaml:3:14',
  },
  'misplaced-unset': { files: one('config:\n  a: !unset x\n'), problems: 'connectors/a.yaml:2:6' },
  'unset-without-effect': { files: one('config:\n  a: !unset\n'), problems: 'connectors/a.yaml:2:3' },
  'unused-override': {
    files: {
      ...withClusters('  dev: {url: "http://x"}\n  prod: {url: "http://y"}\n'),
      'connectors/a.yaml': `${valid}clusters: [dev]\noverrides: {prod: {state: paused}}\n`,
    },
    problems: 'connectors/a.yaml:3:13',
  },
  'unclear-class-alias': {
    files: {
      'connect-sync.yaml': 'version: 1\ndefaults:\n  - match: {class: "com.example.*"}\n    config: {a: b}\n',
      ...one(valid),
    },
    problems: 'connect-sync.yaml:3:20',
  },
  'unused-default': {
    files: {
      'connect-sync.yaml': 'version: 1\ndefaults:\n  - match: {class: Y}\n    config: {a: b}\n',
      ...one(valid),
    },
    problems: 'connect-sync.yaml:3:5',
  },
  'unsupported-version': {
    files: { 'connect-sync.yaml': 'version: 1\nrequires: ">=0.3"\nnews: 1\n', ...one(valid) },
    problems: 'connect-sync.yaml:2:11',
  },
  'invalid-requires': {
    files: { 'connect-sync.yaml': 'version: 1\nrequires: newest\n', ...one(valid) },
    problems: 'connect-sync.yaml:2:11',
  },
  'marker-without-repository': {
    files: { 'connect-sync.yaml': 'version: 1\nownership:\n  marker: managed.by\n', ...one(valid) },
    problems: 'connect-sync.yaml:3:3',
  },
  'invalid-marker': {
    files: {
      'connect-sync.yaml': 'version: 1\nownership:\n  repository: us\n  marker: connector.class\n',
      ...one('config:\n  connector.class: us\n'),
    },
    problems: 'connect-sync.yaml:4:11',
  },
  'invalid-fingerprint-key': {
    files: {
      'connect-sync.yaml': 'version: 1\nsecrets:\n  fingerprint: tasks.max\n',
      ...one(valid),
    },
    problems: 'connect-sync.yaml:3:16',
  },
  'invalid-rollout': {
    files: {
      'connect-sync.yaml': 'version: 1\nrollout: {canary: 1, batch: 0%}\n',
      ...one(valid),
    },
    problems: 'connect-sync.yaml:2:29',
  },
  'fingerprint-declared': {
    files: {
      'connect-sync.yaml': 'version: 1\nsecrets: {fingerprint: sync.fp}\n',
      ...one('config:\n  connector.class: X\n  sync.fp: mine\n'),
    },
    problems: 'connectors/a.yaml:3:3',
  },
  'fingerprint-ignored': {
    files: {
      'connect-sync.yaml': 'version: 1\nsecrets: {fingerprint: sync.fp}\n',
      ...one(`${valid}ignoreKeys: [a, "sync.*"]\n`),
    },
    problems: 'connectors/a.yaml:2:17',
  },
  'fingerprint-key-missing': {
    files: {
      'connect-sync.yaml': 'version: 1\nsecrets: {fingerprint: sync.fp}\n',
      ...one('config: {connector.class: X, password: "${env.PW}"}\n'),
    },
    request: { environment: new Map([['PW', 'hush-hush']]) },
    problems: 'connect-sync.yaml:2:24',
  },
  'fingerprint-key-too-short': {
    files: {
      'connect-sync.yaml': 'version: 1\nsecrets: {fingerprint: sync.fp}\n',
      ...one('config: {connector.class: X, password: "${env.PW}"}\n'),
    },
    request: {
      environment: new Map([
        ['PW', 'hush-hush'],
        ['CONNECT_SYNC_FINGERPRINT_KEY', 'hush-short'],
      ]),
    },
    problems: '',
  },
  'invalid-authentication': {
    files: withClusters('  dev:\n    url: http://x\n    auth: {}\n'),
    problems: 'connect-sync.yaml:5:11',
  },
  'conflicting-credentials': {
    files: withClusters('  dev:\n    url: http://me:pw@x\n    auth: {bearer: {token: t}}\n'),
    cluster: 'dev',
    problems: 'connect-sync.yaml:4:10',
  },
  'invalid-credentials': {
    files: withClusters(
      '  dev:\n    url: http://x\n    auth: {basic: {username: a, password: "${env.A}"}}\n',
    ),
    request: { environment: new Map([['A', 'hu\u0001sh']]) },
    cluster: 'dev',
    problems: 'connect-sync.yaml:5:43',
  },
  'invalid-username': {
    files: withClusters('  dev:\n    url: http://x\n    auth: {basic: {username: "a:b", password: c}}\n'),
    cluster: 'dev',
    problems: 'connect-sync.yaml:5:30',
  },
  'invalid-cluster-url': {
    files: withClusters('  dev:\n    url: localhost:8083\n'),
    cluster: 'dev',
    problems: 'connect-sync.yaml:4:10',
  },
  'cluster-url-not-allowed': {
    files: withClusters('  dev:\n    url: http://x:8083\n    auth: {bearer: {token: hush}}\n'),
    cluster: 'dev',
    request: { environment: new Map([['CONNECT_SYNC_ALLOWED_URLS', 'https://connect.example.com']]) },
    problems: 'connect-sync.yaml:4:10',
  },
  'trusted-project-missing': {
    files: one(valid),
    request: { trustedProject: 'base/connect-sync.yaml' },
    problems: '',
  },
  'trusted-project-differs': {
    files: {
      ...withClusters('  dev:\n    url: http://x\n'),
      'base/connect-sync.yaml': 'version: 1\nclusters: {dev: {url: "http://y"}}\n',
    },
    request: { trustedProject: 'base/connect-sync.yaml' },
    problems: 'connect-sync.yaml:3:3',
  },
  'invalid-header': {
    files: withClusters('  dev:\n    url: http://x\n    headers: {Host: y}\n'),
    cluster: 'dev',
    problems: 'connect-sync.yaml:5:15',
  },
  'unreadable-pem-file': {
    files: withClusters('  dev:\n    url: https://x\n    tls: {ca: gone.pem}\n'),
    cluster: 'dev',
    problems: 'connect-sync.yaml:5:15',
  },
  'invalid-pem': {
    files: { ...withClusters('  dev:\n    url: https://x\n    tls: {ca: ca.pem}\n'), 'ca.pem': 'nothing' },
    cluster: 'dev',
    problems: 'connect-sync.yaml:5:15',
  },
  'incomplete-client-certificate': {
    files: {
      ...withClusters('  dev:\n    url: https://x\n    tls: {certificate: c.pem}\n'),
      'c.pem': '-----BEGIN CERTIFICATE-----\n',
    },
    cluster: 'dev',
    problems: 'connect-sync.yaml:5:24',
  },
  'cluster-not-declared': { files: withClusters('  dev: {url: "http://x"}\n'), cluster: 'def', problems: '' },
};

describe('every problem of files', () => {
  for (const [code, { files = one(valid), prepare, request, cluster, problems }] of Object.entries(cases)) {
    it(`${code} is the only problem, at its position`, async () => {
      const folder = projectFolder(files);
      prepare?.(folder);
      const loaded = await asOrdinaryUser(folder, () => folder.load(request));
      const target = cluster === undefined ? undefined : await resolveCluster(loaded, cluster);
      const resolved = resolveConnectors(
        loaded,
        { name: cluster, vars: new Map() },
        { unsetEnvironment: 'error' },
      );
      const all = [
        ...loaded.diagnostics,
        ...(target?.diagnostics ?? []),
        ...resolved.diagnostics,
        ...resolved.unclearAliases,
      ];
      const { severity } = fileProblems[code as keyof typeof fileProblems];
      const marked = severity === 'warning' ? `warning ${code}` : code;
      expect(printProblems(all)).toEqual([problems === '' ? marked : `${marked} ${problems}`]);
      const views = viewDiagnostics(all, (text) => text);
      const page = renderDiagnostics(views, { color: false, filesChecked: loaded.files });
      expect(page, 'a secret is shown').not.toContain('hush');
      await expect(page).toMatchFileSnapshot(`__snapshots__/problems/${code}.txt`);
    });
  }

  it('has a code of lower-case words, a message and, where possible, a hint', () => {
    const codes: readonly DiagnosticCode[] = Object.keys(cases) as DiagnosticCode[];
    expect(codes.filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(code))).toEqual([]);
  });
});
