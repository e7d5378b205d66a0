import { compareText } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ImportCounts, ImportOutcome, ImportResult } from '../model/import-view.ts';
import type { Source } from '../model/source.ts';
import type { SkippedConnector } from './formats/read/found-file.ts';
import type { ImportRequest, ImportSource } from './import-request.ts';

/** What becomes of one connector that was found. */
export interface ConnectorOutcome {
  readonly name: string;
  readonly outcome: ImportOutcome;
  /** Its connector file, as it is shown; undefined if it has none. */
  readonly file: string | undefined;
  /** Config keys that an update changes, and `state`, sorted. */
  readonly keys: readonly string[];
  /** Why it differs or is skipped; otherwise empty. */
  readonly problems: readonly Diagnostic[];
  /** Where it was found; undefined on a cluster. */
  readonly source: Source | undefined;
}

/** The outcome of a connector that has no file. */
export function skippedOutcome({ name, problem }: SkippedConnector): ConnectorOutcome {
  return { name, outcome: 'skipped', file: undefined, keys: [], problems: [problem], source: problem.source };
}

/**
 * The outcomes of everything that was found, sorted by name; of one name, what is skipped comes last.
 *
 * @throws Error unless each connector of the source is in them exactly once: none may be lost silently
 */
export function completeAccount(
  { connectors, skipped }: Pick<ImportSource, 'connectors' | 'skipped'>,
  outcomes: readonly ConnectorOutcome[],
): readonly ConnectorOutcome[] {
  const expected = [...connectors, ...skipped].map(({ name }) => name).sort(compareText);
  const sorted = [...outcomes].sort(byName);
  const isComplete =
    sorted.length === expected.length && sorted.every(({ name }, index) => name === expected[index]);
  if (!isComplete) throw new Error('import would lose a connector, or count one twice');
  return sorted;
}

function byName(one: ConnectorOutcome, other: ConnectorOutcome): number {
  const isSkipped = ({ outcome }: ConnectorOutcome) => Number(outcome === 'skipped');
  return compareText(one.name, other.name) || isSkipped(one) - isSkipped(other);
}

/** What an import is assessed by. */
export interface Findings {
  readonly connectors: readonly ConnectorOutcome[];
  readonly notRead: readonly unknown[];
  /** The files that have errors. */
  readonly invalidFiles: number;
  readonly filesWithoutConnectors: number;
}

/** The number of connectors with each outcome, and of what was not read. */
export function countOutcomes(findings: Findings): ImportCounts {
  const of = (outcome: ImportOutcome) =>
    findings.connectors.filter((connector) => connector.outcome === outcome).length;
  return {
    new: of('new'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    differs: of('differs'),
    skipped: of('skipped'),
    notRead: findings.notRead.length,
    invalidFiles: findings.invalidFiles,
    filesWithoutConnectors: findings.filesWithoutConnectors,
  };
}

/** How an import with these counts ends. With `--all-or-nothing`, a part counts as nothing. */
export function assessImport(counts: ImportCounts, extent: ImportRequest['extent']): ImportResult {
  const imported = counts.new + counts.updated + counts.unchanged;
  const left = counts.differs + counts.skipped + counts.notRead + counts.invalidFiles;
  if (imported > 0 && left === 0) return 'imported';
  if (extent === 'all-or-nothing') return counts.invalidFiles > 0 ? 'invalid-input' : 'nothing-imported';
  return imported > 0 ? 'partly-imported' : 'nothing-imported';
}
