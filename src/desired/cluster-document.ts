import type { EnvironmentNames } from '../model/environment-names.ts';
import type {
  ClusterDeclaration,
  VarDeclaration,
  VarDeclarations,
  VarFromEnvironment,
  Vars,
} from '../model/project.ts';
import type { RolloutSettings } from '../model/rollout.ts';
import type { Source } from '../model/source.ts';
import { withoutUser } from './cluster-url.ts';
import { readRollout } from './read-rollout.ts';
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
  readonly vars: VarDeclarations;
  /** Undefined: that of the project. */
  readonly rollout?: RolloutSettings | undefined;
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
    rollout: readRollout(source, value, report),
  };
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

/** Reads `vars`. References in them are errors, because substitution is not recursive. */
export function readVars(
  source: SourceText,
  entries: readonly SourceEntry[],
  report: Report,
): VarDeclarations {
  return new Map(
    entries.flatMap((entry) => {
      const declaration = readVar(source, entry, report);
      return declaration === undefined ? [] : [[entry.key, declaration] as const];
    }),
  );
}

/** What violates the schema is already reported and is omitted. */
function readVar(source: SourceText, { value }: SourceEntry, report: Report): VarDeclaration | undefined {
  if (value.kind === 'scalar') return value.isMissing ? undefined : readPlainText(source, value, report).text;
  const [env, fallback] = [scalarOf(value, 'env'), scalarOf(value, 'default')];
  if (!env) return undefined;
  const { text: variable, source: place } = readPlainText(source, env, report);
  return { variable, default: fallback && readPlainText(source, fallback, report).text, source: place };
}

/** What declares variables. */
interface Declaring {
  readonly project: { readonly vars: VarDeclarations };
  readonly clusters: ReadonlyMap<string, ClusterDocument>;
}

/** What the values of variables are read from. */
export interface VarSources {
  readonly environment: ReadonlyMap<string, string>;
  readonly environmentNames: EnvironmentNames;
  /** Environment variables that variables of the project may not take their value from. */
  readonly secretVariables?: ReadonlySet<string> | undefined;
}

/** The declarations that hold on a cluster: those of the cluster take precedence over the project's. */
export function declaredVars({ project, clusters }: Declaring, cluster: string | undefined): VarDeclarations {
  const own = cluster === undefined ? undefined : clusters.get(cluster)?.vars;
  return new Map([...project.vars, ...(own ?? [])]);
}

/** The values of declared variables. Variables without a value are omitted. */
export function valuesOfVars(declared: VarDeclarations, sources: VarSources): Vars {
  return new Map(
    [...declared].flatMap(([name, declaration]) => {
      const value = valueOfVar(declaration, sources);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** An empty variable counts as not set: CI systems leave variables empty that a job may not have. */
function valueOfVar(
  declaration: VarDeclaration,
  { environment, environmentNames, secretVariables }: VarSources,
): string | undefined {
  if (typeof declaration === 'string') return declaration;
  const { variable, isRefused } = declaration;
  const mayBeRead =
    isRefused !== true &&
    environmentNames.refusal(variable) === undefined &&
    secretVariables?.has(variable) !== true;
  if (!mayBeRead) return undefined;
  const value = environment.get(variable);
  return value === undefined || value.trim() === '' ? declaration.default : value;
}

/** The variables that take their value from the environment, by name. */
export function varsFromEnvironment(
  declared: VarDeclarations,
): readonly (readonly [string, VarFromEnvironment])[] {
  return [...declared].flatMap(([name, one]) => (typeof one === 'string' ? [] : [[name, one] as const]));
}
