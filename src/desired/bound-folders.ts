import path from 'node:path';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { ConnectorDocument } from './connector-document.ts';
import { displayPath } from './display-path.ts';
import { fixedPart } from './find-missing-paths.ts';
import type { Report } from './report.ts';
import { childOf, itemsOf, oneOrMoreOf, type SourceMap, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { type PlainText, readPlainText } from './template.ts';

/** `connectors` of the project file. */
export interface ConnectorPatterns {
  /** All patterns, in the order of the file. Undefined: the default patterns. */
  readonly connectors: readonly string[] | undefined;
  readonly folders: readonly FolderDocument[];
}

/** An entry of `connectors` that binds a folder to clusters. */
export interface FolderDocument {
  /** The folder that its pattern begins with, relative to the project file. */
  readonly folder: string;
  readonly clusters: readonly PlainText[];
}

/** A folder whose connector files are limited to clusters. */
export interface BoundFolder extends FolderDocument {
  readonly absolute: string;
  /** As files in it are reported, with a slash at the end. */
  readonly prefix: string;
}

/** Reads `connectors`: patterns, and entries with `path` and `clusters`. */
export function readPatterns(source: SourceText, map: SourceMap, report: Report): ConnectorPatterns {
  const list = childOf(map, 'connectors');
  const read = (scalar: Parameters<typeof readPlainText>[1]) => readPlainText(source, scalar, report);
  if (list?.kind !== 'list') {
    const patterns = oneOrMoreOf(map, 'connectors').map((scalar) => read(scalar).text);
    return { connectors: patterns.length > 0 ? patterns : undefined, folders: [] };
  }
  const entries = list.items.flatMap((item) => {
    const scalar = item.kind === 'map' ? scalarOf(item, 'path') : item;
    if (scalar?.kind !== 'scalar' || scalar.isMissing) return [];
    const { text, source: place } = read(scalar);
    if (item.kind !== 'map') return [{ text, folders: [] }];
    const folder = folderOf(text);
    if (folder === undefined)
      report(diagnose('pattern-without-folder', { pattern: text }, { source: place }));
    const clusters = itemsOf(item, 'clusters').map(read);
    return [{ text, folders: folder === undefined ? [] : [{ folder, clusters }] }];
  });
  const patterns = entries.map(({ text }) => text);
  return {
    connectors: patterns.length > 0 ? patterns : undefined,
    folders: entries.flatMap(({ folders }) => folders),
  };
}

/** The folder at the start of a pattern, or the pattern as a whole without wildcards; undefined: the project itself. */
function folderOf(pattern: string): string | undefined {
  const isPlain = !/[*?{}[\]()!]/.test(pattern) && !/\.(?:ya?ml|json)$/i.test(pattern);
  const folder = path.posix.normalize(isPlain ? pattern : fixedPart(pattern)).replace(/\/$/, '');
  return pattern.startsWith('!') || folder === '.' || folder === '' ? undefined : folder;
}

/** The bound folders of a project; `base` is the folder of its file. */
export function bindFolders(
  folders: readonly FolderDocument[],
  { directory, base }: { readonly directory: string; readonly base: string },
): readonly BoundFolder[] {
  return folders.map((one) => {
    const absolute = path.resolve(base, one.folder);
    return { ...one, absolute, prefix: `${displayPath(directory, absolute)}/` };
  });
}

/** The clusters of the deepest bound folder that a file is in; undefined: it is in none. */
export function clustersOfFile(
  folders: readonly BoundFolder[],
  file: string,
): readonly PlainText[] | undefined {
  const around = folders.filter(({ prefix }) => file.startsWith(prefix));
  const deepest = Math.max(...around.map(({ prefix }) => prefix.length));
  const found = around.filter(({ prefix }) => prefix.length === deepest);
  return found.length === 0 ? undefined : found.flatMap(({ clusters }) => clusters);
}

/** Limits documents to the clusters of their folders. A document can limit itself further, and not extend itself. */
export function bindDocuments(documents: readonly ConnectorDocument[], folders: readonly BoundFolder[]) {
  if (folders.length === 0) return { documents, diagnostics: [] };
  const diagnostics: Diagnostic[] = [];
  const bound = documents.map((document): ConnectorDocument => {
    const clusters = clustersOfFile(folders, document.source.file);
    if (!clusters) return document;
    const names = clusters.map(({ text }) => text);
    const wider = (document.clusters ?? []).filter(({ text }) => !names.includes(text));
    diagnostics.push(
      ...wider.map(({ text: cluster, source }) =>
        diagnose('cluster-not-of-folder', { cluster, bound: names }, { source }),
      ),
    );
    const limited = document.clusters?.filter(({ text }) => names.includes(text)) ?? clusters;
    return { ...document, clusters: limited, isBroken: document.isBroken || wider.length > 0 };
  });
  return { documents: bound, diagnostics };
}
