import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { compareText } from '../model/config.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { PluginSet, PluginSnapshot } from '../model/plugin-snapshot.ts';
import {
  type ClusterPluginsDocument,
  clusterPluginsFolder,
  installedIn,
  snapshotFile,
  snapshotFolder,
  snapshotOf,
} from '../model/plugin-snapshot-document.ts';
import { loadDocumentCheck, type OwnDocuments } from './check-own-document.ts';
import { displayPath } from './display-path.ts';
import { type DocumentProblems, readOwnDocument } from './read-own-document.ts';
import { readSource } from './read-source.ts';
import { readingFailure } from './reading-failure.ts';

/** A snapshot and its file, relative to the project. */
export interface LoadedSnapshot {
  readonly snapshot: PluginSnapshot;
  readonly file: string;
}

/** The snapshots of a folder. */
export interface LoadedSnapshots {
  /** The folder, relative to the project. */
  readonly folder: string;
  /** Sorted by file. */
  readonly snapshots: readonly LoadedSnapshot[];
  /** By the name of the cluster; one that is only a URL has the empty name. */
  readonly clusters: ReadonlyMap<string, ClusterPluginsDocument>;
  /** The files of these, relative to the project. */
  readonly clusterFiles: ReadonlyMap<string, string>;
  /** Warnings about files that cannot be used. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the snapshots of plugins from a folder; one that does not exist has none. A file that cannot be used is left
 * out with a warning: everything else is still known.
 *
 * @param folder relative to the directory, or absolute
 */
export async function loadSnapshots(
  directory: string,
  folder: string = snapshotFolder,
): Promise<LoadedSnapshots> {
  const absolute = path.resolve(directory, folder);
  const files = await jsonFilesIn(absolute);
  const unreadable = await findFolderProblem(directory, absolute);
  const [snapshots, { clusters, clusterFiles, diagnostics }] = await Promise.all([
    readAll(directory, files, 'plugin-snapshot'),
    loadClusterPlugins(directory, folder),
  ]);
  const found = withoutDuplicates(
    snapshots.documents.map(({ document, file }) => ({ snapshot: snapshotOf(document), file })),
  );
  return {
    folder: displayPath(directory, absolute),
    snapshots: found.snapshots,
    ...{ clusters, clusterFiles },
    diagnostics: [...unreadable, ...asWarnings(snapshots.diagnostics), ...diagnostics, ...found.diagnostics],
  };
}

/** Of two files for one version of a plugin, the one whose name fits counts. Other names are only reported. */
function withoutDuplicates(
  loaded: readonly LoadedSnapshot[],
): Pick<LoadedSnapshots, 'snapshots' | 'diagnostics'> {
  const byName = new Map<string, LoadedSnapshot>();
  for (const one of loaded) {
    const name = snapshotFile(one.snapshot);
    if (!byName.has(name) || path.basename(one.file) === name) byName.set(name, one);
  }
  const diagnostics = loaded.flatMap((one) => {
    const source = { file: one.file, line: 1, column: 1 };
    const expected = snapshotFile(one.snapshot);
    if (byName.get(expected) !== one) {
      const what = expected.replace(/\.json$/, '');
      return [diagnose('duplicate-snapshot', { what }, { source })];
    }
    if (path.basename(one.file) === expected) return [];
    return [diagnose('misnamed-snapshot', { expected }, { source })];
  });
  return { snapshots: loaded.filter((one) => byName.get(snapshotFile(one.snapshot)) === one), diagnostics };
}

/** The same of what is installed on clusters only: the files that say which versions were there. */
export async function loadClusterPlugins(
  directory: string,
  folder: string = snapshotFolder,
): Promise<Pick<LoadedSnapshots, 'clusters' | 'clusterFiles' | 'diagnostics'>> {
  const files = await jsonFilesIn(path.join(path.resolve(directory, folder), clusterPluginsFolder));
  const { documents, diagnostics } = await readAll(directory, files, 'cluster-plugins');
  return {
    clusters: new Map(documents.map(({ document }) => [document.cluster ?? '', document])),
    clusterFiles: new Map(documents.map(({ document, file }) => [document.cluster ?? '', file])),
    diagnostics: asWarnings(diagnostics),
  };
}

function asWarnings(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.map((one) => ({ ...one, severity: 'warning' }));
}

/** What the snapshots tell about a cluster; of one that no file describes, the versions are not known. */
export function pluginSetOf(
  { folder, snapshots, clusters }: LoadedSnapshots,
  cluster: string | undefined,
): PluginSet {
  const document = clusters.get(cluster ?? '');
  return {
    from: cluster === undefined ? folder : `${folder} (${cluster})`,
    kafkaConnect: document?.kafkaConnect,
    installed: document && installedIn(document),
    snapshots: snapshots.map(({ snapshot }) => snapshot),
    unreadable: [],
  };
}

/** A file in place of the folder, and one that may not be read, is a problem; a missing one is none. */
async function findFolderProblem(directory: string, folder: string): Promise<readonly Diagnostic[]> {
  try {
    await readdir(folder);
    return [];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    const file = displayPath(directory, folder);
    const source = { file, line: 1, column: 1 };
    return asWarnings([diagnose('unreadable-file', { file, reason: readingFailure(error) }, { source })]);
  }
}

async function jsonFilesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => name.endsWith('.json'))
    .map(({ name }) => path.join(folder, name))
    .sort(compareText);
}

type SnapshotKind = 'plugin-snapshot' | 'cluster-plugins';

interface ReadDocuments<Kind extends SnapshotKind> {
  readonly documents: readonly { readonly document: OwnDocuments[Kind]; readonly file: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

async function readAll<Kind extends SnapshotKind>(
  directory: string,
  files: readonly string[],
  kind: Kind,
): Promise<ReadDocuments<Kind>> {
  if (files.length === 0) return { documents: [], diagnostics: [] };
  const check = await loadDocumentCheck(kind);
  const documents: { document: OwnDocuments[Kind]; file: string }[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const absolute of files) {
    const found = await readSource(directory, absolute, { pipes: 'refused' });
    if (found.kind === 'unread') {
      diagnostics.push(found.diagnostic);
      continue;
    }
    const read = readOwnDocument(found.source, check, problemsOf(kind));
    if (read.kind === 'read')
      documents.push({ document: read.document, file: displayPath(directory, absolute) });
    else diagnostics.push(...read.diagnostics);
  }
  return { documents, diagnostics };
}

function problemsOf<Kind extends SnapshotKind>(kind: Kind): DocumentProblems<Kind> {
  const format = `connect-sync/${kind}` as OwnDocuments[Kind]['format'];
  return {
    format,
    foreign: (found) => diagnose('not-a-snapshot', { format, found }),
    newer: (version) => diagnose('unsupported-snapshot-version', { version }),
    invalid: ({ where, fault }) => diagnose('invalid-snapshot', { where, fault }),
  };
}
