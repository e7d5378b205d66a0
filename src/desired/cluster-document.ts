import type { ClusterDeclaration, Vars } from '../model/project.ts';
import type { Source } from '../model/source.ts';
import { withoutUser } from './cluster-url.ts';
import type { Report } from './report.ts';
import {
  childOf,
  entriesOf,
  oneOrMoreOf,
  type SourceEntry,
  type SourceNode,
  type SourceScalar,
  scalarOf,
} from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { parseTemplate, readPlainText, type Template } from './template.ts';

/** An entry of `clusters`; its references are resolved when the cluster is selected. */
export interface ClusterDocument {
  readonly name: string;
  readonly source: Source;
  readonly urls: readonly Template[];
  readonly kafkaClusterId: string | undefined;
  readonly auth: AuthDocument | undefined;
  readonly tls: ReadonlyMap<TlsKey, Template>;
  readonly headers: readonly HeaderDocument[];
  readonly vars: Vars;
}

/** Authentication settings, unresolved. */
export type AuthDocument =
  | { readonly kind: 'basic'; readonly username: Template; readonly password: Template }
  | { readonly kind: 'bearer'; readonly token: Template };

/** A header, unresolved. */
export interface HeaderDocument {
  readonly name: string;
  readonly source: Source;
  readonly value: Template;
}

const tlsKeys = ['ca', 'certificate', 'key', 'keyPassword', 'serverName'] as const;

/** A key of `tls`. */
export type TlsKey = (typeof tlsKeys)[number];

/** Reads one entry of `clusters`; what violates the schema is already reported and is omitted. */
export function readClusterDocument(
  source: SourceText,
  { key: name, keySpan, value }: SourceEntry,
  report: Report,
): ClusterDocument {
  const id = scalarOf(value, 'kafkaClusterId');
  const template = (scalar: SourceScalar) =>
    parseTemplate(source, scalar, { allowed: ['env', 'var'], report });
  return {
    name,
    source: source.sourceOf(keySpan),
    urls: oneOrMoreOf(value, 'url').map(template),
    kafkaClusterId: id && readPlainText(source, id, report).text,
    auth: readAuth(childOf(value, 'auth'), template),
    tls: readTls(childOf(value, 'tls'), template),
    headers: entriesOf(value, 'headers').flatMap((entry) =>
      entry.value.kind === 'scalar'
        ? [{ name: entry.key, source: source.sourceOf(entry.keySpan), value: template(entry.value) }]
        : [],
    ),
    vars: readVars(source, entriesOf(value, 'vars'), report),
  };
}

/** Reads `vars`. References in them are errors, because substitution is not recursive. */
export function readVars(source: SourceText, entries: readonly SourceEntry[], report: Report): Vars {
  const scalars = entries.flatMap(({ key, value }) =>
    value.kind === 'scalar' && !value.isMissing ? [{ key, value }] : [],
  );
  return new Map(scalars.map(({ key, value }) => [key, readPlainText(source, value, report).text]));
}

/** The cluster as listings show it, without users in its URLs. */
export function declarationOf({
  name,
  source,
  vars,
  kafkaClusterId,
  urls,
}: ClusterDocument): ClusterDeclaration {
  return { name, source, vars, kafkaClusterId, urls: urls.map(({ written }) => withoutUser(written)) };
}

function readAuth(
  node: SourceNode | undefined,
  template: (scalar: SourceScalar) => Template,
): AuthDocument | undefined {
  const [basic, bearer] = [childOf(node, 'basic'), childOf(node, 'bearer')];
  const [username, password, token] = [
    scalarOf(basic, 'username'),
    scalarOf(basic, 'password'),
    scalarOf(bearer, 'token'),
  ];
  if (username && password)
    return { kind: 'basic', username: template(username), password: template(password) };
  return token && { kind: 'bearer', token: template(token) };
}

function readTls(
  node: SourceNode | undefined,
  template: (scalar: SourceScalar) => Template,
): ClusterDocument['tls'] {
  const written = tlsKeys.flatMap((key) => {
    const scalar = scalarOf(node, key);
    return scalar ? [[key, template(scalar)] as const] : [];
  });
  return new Map(written);
}
