import type { Backup } from '../model/backup.ts';
import type { BackupDocument } from '../model/backup-document.ts';
import { type ConnectorName, isConnectorName } from '../model/connector-name.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { isMasked } from '../model/masked-value.ts';
import type { Source } from '../model/source.ts';
import type { DocumentCheck } from './check-own-document.ts';
import {
  type DocumentPositions,
  type DocumentProblems,
  positionsIn,
  readOwnDocument,
} from './read-own-document.ts';
import type { SourceText } from './source-text.ts';

/** A backup with the positions of its values. */
export interface ParsedBackup {
  readonly backup: Backup;
  readonly name: Source;
  readonly state: Source;
  readonly keys: ReadonlyMap<string, Source>;
}

/** The result of reading a backup file. */
export type ReadBackup =
  | { readonly kind: 'backup'; readonly parsed: ParsedBackup }
  | { readonly kind: 'unusable'; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a backup. It is untrusted input: it may be edited, truncated or forged. Its problems have positions but no
 * excerpt, because every value in it may be a secret.
 */
export function readBackup(source: SourceText, check: DocumentCheck<'backup'>): ReadBackup {
  const read = readOwnDocument(source, check, problemsOf);
  if (read.kind === 'unusable') return read;
  const { document } = read;
  const positions = positionsIn(source);
  const { name } = document.connector;
  if (!isConnectorName(name)) {
    return unusable([diagnose('invalid-name', { name, from: 'name' }, positions.of('/connector/name'))]);
  }
  const problems = [...positions.duplicates, ...findMasks(document, positions)];
  if (problems.length > 0) return unusable(problems);
  return {
    kind: 'backup',
    parsed: {
      backup: toBackup(document, name, positions.textOf('/offsets')),
      name: positions.of('/connector/name').source,
      state: positions.of('/connector/state').source,
      keys: new Map(
        Object.keys(document.connector.config).map((key) => [key, positions.of(pointerOfKey(key)).source]),
      ),
    },
  };
}

function unusable(diagnostics: readonly Diagnostic[]): ReadBackup {
  return { kind: 'unusable', diagnostics };
}

const problemsOf: DocumentProblems<'backup'> = {
  format: 'connect-sync/backup',
  foreign: (found) => diagnose('not-a-backup', { found }),
  newer: (version) => diagnose('unsupported-backup-version', { version }),
  invalid: ({ where, fault }) => diagnose('invalid-backup', { where, fault }),
};

function findMasks({ connector }: BackupDocument, positions: DocumentPositions): Diagnostic[] {
  const masked = Object.entries(connector.config).filter(([key, value]) => isMasked(key, value ?? undefined));
  const keys = masked.map(([key]) => key).sort();
  const [first] = keys;
  if (first === undefined) return [];
  const place = positions.of(pointerOfKey(first));
  return [diagnose('masked-value-in-backup', { name: connector.name, keys }, place)];
}

function pointerOfKey(key: string): string {
  return `/connector/config/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function toBackup(document: BackupDocument, name: ConnectorName, offsets: string): Backup {
  const { takenAt, before, cluster, connector, secretKeys } = document;
  const stored = Object.entries(connector.config);
  return {
    takenAt,
    before,
    cluster: {
      ...cluster,
      name: cluster.name ?? undefined,
      kafkaClusterId: cluster.kafkaClusterId ?? undefined,
    },
    name,
    type: connector.type,
    state: connector.state ?? undefined,
    config: new Map(stored.filter((entry): entry is [string, string] => entry[1] !== null)),
    // JavaScript orders keys that are integers first.
    nullKeys: stored.flatMap(([key, value]) => (value === null ? [key] : [])).sort(),
    secretKeys,
    offsets:
      document.offsets === null
        ? { kind: 'not-saved', reason: document.noOffsetsReason ?? '' }
        : { kind: 'saved', text: offsets, partitions: document.offsets.offsets.length },
  };
}
