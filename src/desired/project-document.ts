import { satisfies } from 'compare-versions';
import { type Diagnostic, diagnose, hasErrors } from '../model/diagnostic.ts';
import type {
  DeclaredOwnership,
  FingerprintKey,
  OwnershipMarker,
  VarDeclarations,
} from '../model/project.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import type { RolloutSettings } from '../model/rollout.ts';
import { type ConnectorPatterns, readPatterns } from './bound-folders.ts';
import { checkSyntax, loadSchemaCheck, type SchemaCheck } from './check-document.ts';
import { checkProjectLayers } from './check-layers.ts';
import { unknownClusters } from './check-names.ts';
import { type ClusterDocument, readClusterDocument, readVars } from './cluster-document.ts';
import { type ProjectLayers, readProjectLayers } from './layer-document.ts';
import { type OwnedPatterns, readOwned } from './owned-patterns.ts';
import { parseDocuments } from './parse-documents.ts';
import { emptySection, type PolicySection, readPolicySection } from './policy-section.ts';
import { readRollout } from './read-rollout.ts';
import type { Report } from './report.ts';
import { childOf, entriesOf, itemsOf, type SourceMap, type SourceNode, scalarOf } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { type PlainText, readPlainText } from './template.ts';

/** The contents of the project file, without substitution. */
export interface ProjectDocument extends ConnectorPatterns {
  readonly vars: VarDeclarations;
  /** Environment files, as they are written. */
  readonly dotenv: readonly PlainText[];
  readonly clusters: ReadonlyMap<string, ClusterDocument>;
  readonly layers: ProjectLayers;
  readonly ownership: DeclaredOwnership;
  readonly owned: OwnedPatterns;
  /** Undefined: the defaults. */
  readonly rollout?: RolloutSettings | undefined;
  /** Undefined: connectors carry no fingerprint of their secrets. */
  readonly fingerprint?: FingerprintKey | undefined;
  readonly policy: PolicySection;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether it has errors, so that its declarations may be incomplete. */
  readonly isBroken: boolean;
}

/** A project without a project file: only a directory of connector files. */
export const emptyProject: ProjectDocument = {
  connectors: undefined,
  folders: [],
  vars: new Map(),
  dotenv: [],
  clusters: new Map(),
  layers: { defaults: [], profiles: new Map() },
  ownership: { maxDeletes: undefined, marker: undefined },
  owned: { names: undefined, protect: [] },
  policy: emptySection,
  diagnostics: [],
  isBroken: false,
};

/** What a project file is checked with. */
export interface ProjectChecks {
  readonly checkSchema: SchemaCheck;
  /** For policies in the file; only needed where there are some. */
  readonly checkPolicy?: SchemaCheck | undefined;
}

/** Loads the checks that a project file needs. */
export async function loadProjectChecks({ text }: SourceText): Promise<ProjectChecks> {
  const checkSchema = await loadSchemaCheck('project');
  // Most projects have no policy in the file, and the schema takes time to load.
  return text.includes('rules')
    ? { checkSchema, checkPolicy: await loadSchemaCheck('policy') }
    : { checkSchema };
}

/** Reads as much of the project file as possible, with all of its problems. */
export function readProjectFile(
  source: SourceText,
  context: ProjectChecks & { readonly connectSyncVersion: string },
): ProjectDocument {
  const parsed = parseDocuments(source, source.file.endsWith('.json') ? 'json' : 'yaml');
  if (parsed.kind === 'broken') return brokenBy(parsed.diagnostics);
  const [first, second] = parsed.documents;
  const start = { source: { file: source.file, line: 1, column: 1 } };
  if (!first) return brokenBy([diagnose('empty-file', { file: source.file }, start)]);
  if (second)
    return brokenBy([diagnose('project-multiple-documents', {}, { source: source.sourceOf(second.span) })]);
  if (first.kind !== 'map') {
    return brokenBy([
      diagnose('not-a-mapping', { expected: 'a project file' }, { source: source.sourceOf(first.span) }),
    ]);
  }
  const unfit = checkRequired(source, first, context.connectSyncVersion);
  // A file for another version may use other keys: further problems would mislead.
  if (unfit) return brokenBy([unfit]);
  return readProject(source, first, context);
}

function readProject(
  source: SourceText,
  map: SourceMap,
  { checkSchema, checkPolicy }: ProjectChecks,
): ProjectDocument {
  const found: Diagnostic[] = [...checkSyntax(source, map), ...checkSchema(source, map)];
  const report: Report = (problem) => {
    found.push(problem);
  };
  const ownership = childOf(map, 'ownership');
  const clusters = entriesOf(map, 'clusters').map((entry) => readClusterDocument(source, entry, report));
  const marker = readMarker(source, ownership, report);
  const project = {
    ...readPatterns(source, map, report),
    vars: readVars(source, entriesOf(map, 'vars'), report),
    dotenv: readDotenv(source, map, report),
    clusters: new Map(clusters.map((cluster) => [cluster.name, cluster])),
    layers: readProjectLayers(source, map, report),
    ownership: {
      maxDeletes: wholeNumber(scalarOf(ownership, 'maxDeletes')?.text),
      marker,
    },
    owned: readOwned(source, ownership, report),
    rollout: readRollout(source, map, report),
    fingerprint: readFingerprint(source, map, { marker, report }),
    policy: readPolicySection(source, map, { checkPolicy, report }),
  };
  const names = [...project.clusters.keys()];
  found.push(...checkProjectLayers(project.layers, names));
  found.push(
    ...unknownClusters(
      project.folders.flatMap((folder) => folder.clusters),
      names,
    ),
  );
  return { ...project, diagnostics: found, isBroken: hasErrors(found) };
}

function readDotenv(source: SourceText, map: SourceMap, report: Report): readonly PlainText[] {
  const node = childOf(map, 'dotenv');
  const scalars =
    node?.kind === 'scalar' ? [node] : itemsOf(map, 'dotenv').filter(({ kind }) => kind === 'scalar');
  return scalars.flatMap((scalar) => (scalar.kind === 'scalar' ? readPlainText(source, scalar, report) : []));
}

function checkRequired(source: SourceText, map: SourceMap, version: string): Diagnostic | undefined {
  const scalar = scalarOf(map, 'requires');
  if (!scalar) return undefined;
  const [requires, place] = [scalar.text, { source: source.sourceOf(scalar.span) }];
  try {
    return satisfies(version, requires)
      ? undefined
      : diagnose('unsupported-version', { requires, version }, place);
  } catch {
    return diagnose('invalid-requires', { requires }, place);
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function brokenBy(diagnostics: readonly Diagnostic[]): ProjectDocument {
  return { ...emptyProject, diagnostics, isBroken: true };
}

/** Keys that the worker itself uses: the name of a repository in one of them would break every connector. */
const usedByTheWorker = new Set(['name', 'connector.class', 'tasks.max', 'topics', 'topics.regex']);

/** Reads `ownership.marker` and `ownership.repository`; undefined if one is missing, which the schema reports. */
function readMarker(
  source: SourceText,
  ownership: SourceNode | undefined,
  report: Report,
): OwnershipMarker | undefined {
  const scalars = [scalarOf(ownership, 'marker'), scalarOf(ownership, 'repository')];
  const [marker, repository] = scalars.map((scalar) => scalar && readPlainText(source, scalar, report));
  if (!marker || !repository || marker.text === '' || repository.text === '') return undefined;
  const { text: key, source: place } = marker;
  if (usedByTheWorker.has(key))
    report(diagnose('invalid-marker', { key, isSecret: false }, { source: place }));
  // The marker must be visible to everybody, so its value must not be masked.
  if (saysSecret(key)) report(diagnose('invalid-marker', { key, isSecret: true }, { source: place }));
  return { key, repository: repository.text, source: place };
}

/** Reads `secrets.fingerprint`; undefined where it is not declared. */
function readFingerprint(
  source: SourceText,
  map: SourceMap,
  { marker, report }: { readonly marker: OwnershipMarker | undefined; readonly report: Report },
): FingerprintKey | undefined {
  const scalar = scalarOf(childOf(map, 'secrets'), 'fingerprint');
  const plain = scalar && readPlainText(source, scalar, report);
  if (!plain || plain.text === '') return undefined;
  const { text: key, source: place } = plain;
  const clash = usedByTheWorker.has(key) ? 'worker' : key === marker?.key ? 'marker' : undefined;
  const problem = /^[\w.-]+$/.test(key) ? clash : 'characters';
  if (!problem) return { key, source: place };
  report(diagnose('invalid-fingerprint-key', { key, problem }, { source: place }));
  return undefined;
}
