import { statSync } from 'node:fs';
import path from 'node:path';
import { noteRead } from '../files/noted-reads.ts';
import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import type { DeclaredPolicies } from '../model/policy.ts';
import { loadSchemaCheck } from './check-document.ts';
import { displayPath } from './display-path.ts';
import { findConnectorFiles } from './find-connector-files.ts';
import { readPolicyFile } from './policy-document.ts';
import type { PolicySection } from './policy-section.ts';
import type { ProjectBoundary } from './project-boundary.ts';
import { readSource } from './read-source.ts';
import { SourceText } from './source-text.ts';

/** The policies of a project, with the problems of their files. */
export interface LoadedPolicies extends DeclaredPolicies {
  /** Problems of files; those in the project file are reported with it. */
  readonly diagnostics: readonly Diagnostic[];
  readonly files: number;
}

/** Where policies are looked for. */
export interface PolicySearch {
  /** Absolute; reported paths are relative to it. */
  readonly directory: string;
  /** Absolute; patterns are relative to it. */
  readonly base: string;
  readonly boundary: ProjectBoundary;
  /** Absolute. */
  readonly projectFile: string | undefined;
  /** Begins the reported paths, such as `origin/main:`. Default: nothing. */
  readonly prefix?: string | undefined;
}

/** The folder of policy files where the project file names none. */
const policyFolder = 'policies';

/** No policy. */
export const withoutPolicies: LoadedPolicies = { documents: [], pack: [], diagnostics: [], files: 0 };

/** The policies that are requested, or else those of the project file that decides about them. */
export async function loadChosenPolicies(
  {
    policies: chosen,
    connectorFiles,
  }: {
    /** A folder, relative to the directory, or policies that are loaded already. */
    readonly policies?: string | LoadedPolicies | undefined;
    readonly connectorFiles?: 'left-out' | undefined;
  },
  section: PolicySection,
  search: Omit<PolicySearch, 'boundary'> & { readonly boundaryOf: (folder: string) => ProjectBoundary },
): Promise<LoadedPolicies> {
  if (typeof chosen === 'object') return chosen;
  if (connectorFiles === 'left-out') return withoutPolicies;
  const { directory, base, boundaryOf } = search;
  if (chosen === undefined) return loadPolicies(section, { ...search, boundary: boundaryOf(base) });
  const folder = path.resolve(directory, chosen);
  return loadPolicyFolder(folder, { ...search, boundary: boundaryOf(folder) });
}

/** Loads the policies that a project file declares, and those of its policy files. */
export async function loadPolicies(section: PolicySection, search: PolicySearch): Promise<LoadedPolicies> {
  const isDeclared = section.files !== undefined;
  const isThere = isDeclared || isFolder(path.join(search.base, policyFolder));
  const patterns = section.files ?? [`${policyFolder}/**/*.{yaml,yml}`];
  const loaded = isThere && patterns.length > 0 ? await loadFiles(patterns, search) : nothing;
  const isMissing = isDeclared && patterns.length > 0 && loaded.files === 0 && !hasErrors(loaded.diagnostics);
  const missing = isMissing ? [diagnose('no-policies', { place: patterns.join(', ') })] : [];
  return {
    documents: [...section.rules, ...loaded.documents],
    pack: section.pack,
    files: loaded.files,
    diagnostics: [...loaded.diagnostics, ...missing],
  };
}

/** Whether there is a folder of this path. */
export function isFolder(absolute: string): boolean {
  noteRead('place', absolute);
  return statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true;
}

const nothing = { documents: [], diagnostics: [], files: 0 };

/** Loads the policies of a folder, whatever a project file says. */
export async function loadPolicyFolder(folder: string, search: PolicySearch): Promise<LoadedPolicies> {
  const loaded = await loadFiles(['**/*.{yaml,yml}'], { ...search, base: folder });
  const isEmpty = loaded.documents.length === 0 && loaded.diagnostics.length === 0;
  const place = displayPath(search.directory, folder);
  const empty = isEmpty ? [diagnose('no-policies', { place })] : [];
  return { ...loaded, pack: [], diagnostics: [...loaded.diagnostics, ...empty] };
}

async function loadFiles(patterns: readonly string[], search: PolicySearch) {
  const [found, checkSchema] = await Promise.all([
    findConnectorFiles({ ...search, patterns }),
    loadSchemaCheck('policy'),
  ]);
  const read = await Promise.all(
    found.files.map(async (file) => {
      const one = await readSource(search.directory, file, { pipes: 'refused', links: 'checked' });
      return one.kind === 'text'
        ? readPolicyFile(withPrefix(one.source, search.prefix), checkSchema)
        : { documents: [], diagnostics: [one.diagnostic] };
    }),
  );
  const ofSearch = found.diagnostics.filter(({ code }) => !aboutConnectors.has(code));
  return {
    documents: read.flatMap(({ documents }) => documents),
    diagnostics: [...ofSearch, ...read.flatMap(({ diagnostics }) => diagnostics)],
    files: found.files.length,
  };
}

function withPrefix(source: SourceText, prefix: string | undefined): SourceText {
  return prefix === undefined ? source : new SourceText(`${prefix}${source.file}`, source.text);
}

/** The search is the one of connector files: what it says about a missing file is said here in other words. */
const aboutConnectors: ReadonlySet<string> = new Set([
  'no-connector-files',
  'connectors-path-missing',
  'connectors-directory-missing',
  'unmatched-pattern',
]);
