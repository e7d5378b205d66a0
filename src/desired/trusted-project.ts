import { existsSync } from 'node:fs';
import path from 'node:path';
import { noteRead } from '../files/noted-reads.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { VarDeclarations } from '../model/project.ts';
import { type ClusterDocument, varsFromEnvironment } from './cluster-document.ts';
import { displayPath } from './display-path.ts';
import { emptyProject, type ProjectDocument } from './project-document.ts';
import type { Template } from './template.ts';

/** What connections are resolved with, where a trusted project file decides about them. */
export interface TrustedConnections {
  /** Its variables: those under review must not lead a trusted URL elsewhere. */
  readonly vars: VarDeclarations;
  /** Its variables of each cluster, by name. */
  readonly clusterVars: ReadonlyMap<string, VarDeclarations>;
  /** The folder that its paths are relative to; absolute. */
  readonly base: string;
  /** The file as it is reported. */
  readonly file: string;
}

/** The project that is in force, and what it takes from the trusted project file. */
export interface EnforcedProject {
  readonly project: ProjectDocument;
  readonly connections: TrustedConnections;
  /** The project with every cluster that connector files may name: those under review too, which are not in force. */
  readonly known: ProjectDocument;
}

/** Where the trusted project file is. */
export interface TrustedFile {
  /** Absolute. */
  readonly directory: string;
  /** Relative to the directory. */
  readonly named: string;
  readonly load: (file: string) => Promise<ProjectDocument>;
}

/**
 * The project file under review with `clusters` and `ownership` of the trusted one: they decide who gets the
 * credentials of the job, and what may be deleted. So are its `dotenv` and `policy`. `vars`, also those of clusters, `defaults`,
 * `profiles` and `connectors` stay as they are under review, so that their effect shows.
 */
export async function enforceTrusted(
  reviewed: ProjectDocument,
  { directory, named, load }: TrustedFile,
): Promise<EnforcedProject> {
  const absolute = path.resolve(directory, named);
  const file = displayPath(directory, absolute);
  noteRead('place', absolute);
  const document = existsSync(absolute) ? await load(absolute) : missing(file);
  const limit = limitVars(document);
  const clusters = [...document.clusters].map(([name, cluster]) => {
    const vars = limit.restrict(reviewed.clusters.get(name)?.vars ?? cluster.vars);
    return [name, { ...cluster, vars }] as const;
  });
  const vars = limit.restrict(reviewed.vars);
  const project = {
    ...reviewed,
    vars,
    dotenv: document.dotenv,
    clusters: new Map(clusters),
    ownership: document.ownership,
    owned: document.owned,
    policy: document.policy,
    diagnostics: [
      ...reviewed.diagnostics,
      ...document.diagnostics,
      ...findDifferences(reviewed, document),
      ...limit.problems,
    ],
    isBroken: reviewed.isBroken || document.isBroken,
  };
  return {
    project,
    known: { ...project, clusters: new Map([...reviewed.clusters, ...clusters]) },
    connections: {
      vars: document.vars,
      clusterVars: new Map([...document.clusters].map(([name, { vars }]) => [name, vars])),
      base: path.dirname(absolute),
      file,
    },
  };
}

/**
 * Values of variables are shown, so a pull request may take only those from the environment that the trusted project
 * file takes. Others have no value.
 */
function limitVars(trusted: ProjectDocument) {
  const problems: Diagnostic[] = [];
  const declared = [trusted.vars, ...[...trusted.clusters.values()].map(({ vars }) => vars)];
  const allowed = new Set(declared.flatMap(varsFromEnvironment).map(([, { variable }]) => variable));
  const restrict = (vars: VarDeclarations): VarDeclarations =>
    new Map(
      [...vars].map(([name, declaration]) => {
        if (typeof declaration === 'string' || allowed.has(declaration.variable)) return [name, declaration];
        const { variable, source } = declaration;
        problems.push(diagnose('untrusted-variable', { name, variable }, { source }));
        return [name, { ...declaration, isRefused: true }];
      }),
    );
  return { problems, restrict };
}

/** No cluster of the project file under review is in force then. */
function missing(file: string): ProjectDocument {
  return { ...emptyProject, diagnostics: [diagnose('trusted-project-missing', { file })], isBroken: true };
}

function findDifferences(reviewed: ProjectDocument, trusted: ProjectDocument): readonly Diagnostic[] {
  // Of a broken file it is unknown what it declares.
  if (reviewed.isBroken || trusted.isBroken) return [];
  const names = [...new Set([...reviewed.clusters.keys(), ...trusted.clusters.keys()])].filter(
    (name) => connectionText(reviewed.clusters.get(name)) !== connectionText(trusted.clusters.get(name)),
  );
  const [first] = names.flatMap((name) => reviewed.clusters.get(name) ?? []);
  const place = first ? { source: first.source } : {};
  return [
    ...(names.length > 0 ? [diagnose('trusted-project-differs', { section: 'clusters', names }, place)] : []),
    ...(ownershipText(reviewed) === ownershipText(trusted)
      ? []
      : [diagnose('trusted-project-differs', { section: 'ownership', names: [] })]),
  ];
}

/** Everything that decides about a connection, as it is written. */
function connectionText(cluster: ClusterDocument | undefined): string | undefined {
  if (!cluster) return undefined;
  const { urls, kafkaClusterId, auth, tls, headers } = cluster;
  const written = ({ written: text }: Template) => text;
  return JSON.stringify([
    urls.map(written),
    kafkaClusterId,
    auth?.kind === 'basic' ? [written(auth.username), written(auth.password)] : auth && written(auth.token),
    [...tls].map(([key, template]) => [key, written(template)]).sort(),
    headers.map(({ name, value }) => [name, written(value)]),
  ]);
}

function ownershipText({ ownership: { maxDeletes, marker }, owned }: ProjectDocument): string {
  const written = ({ written: text }: Template) => text;
  const patterns = [owned.names?.map(written), owned.protect.map(written)];
  return JSON.stringify([...patterns, maxDeletes, marker && [marker.key, marker.repository]]);
}
