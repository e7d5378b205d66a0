import type { Backup } from '../model/backup.ts';
import type { BackupDocument } from '../model/backup-document.ts';
import { type ConnectorName, isConnectorName } from '../model/connector-name.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { isMasked } from '../model/masked-value.ts';
import type { Source } from '../model/source.ts';
import type { DocumentCheck } from './check-own-document.ts';
import { type DocumentPlaces, type DocumentWords, placesIn, readOwnDocument } from './read-own-document.ts';
import type { SourceText } from './source-text.ts';

/** A backup with the places of what is in it. */
export interface LocatedBackup {
  readonly backup: Backup;
  readonly name: Source;
  readonly state: Source;
  readonly keys: ReadonlyMap<string, Source>;
}

/** What a file that is to be a backup gives. */
export type ReadBackup =
  | { readonly kind: 'backup'; readonly located: LocatedBackup }
  | { readonly kind: 'unusable'; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads a backup. It is untrusted: it may come from anywhere, and may have been edited, cut or made up. Its problems
 * have places but never show a line of it, since every value in it may be a secret.
 */
export function readBackup(source: SourceText, check: DocumentCheck<'backup'>): ReadBackup {
  const read = readOwnDocument(source, check, words);
  if (read.kind === 'unusable') return read;
  const { document } = read;
  const places = placesIn(source);
  const { name } = document.connector;
  if (!isConnectorName(name)) {
    return unusable([diagnose('invalid-name', { name, from: 'name' }, places.of('/connector/name'))]);
  }
  const problems = [...places.duplicates, ...findMasks(document, places)];
  if (problems.length > 0) return unusable(problems);
  return {
    kind: 'backup',
    located: {
      backup: toBackup(document, name, places.textOf('/offsets')),
      name: places.of('/connector/name').source,
      state: places.of('/connector/state').source,
      keys: new Map(
        Object.keys(document.connector.config).map((key) => [key, places.of(pointerOfKey(key)).source]),
      ),
    },
  };
}

function unusable(diagnostics: readonly Diagnostic[]): ReadBackup {
  return { kind: 'unusable', diagnostics };
}

const words: DocumentWords<'backup'> = {
  format: 'connect-sync/backup',
  foreign: (found) => diagnose('not-a-backup', { found }),
  newer: (version) => diagnose('unsupported-backup-version', { version }),
  faulty: ({ where, fault }) => diagnose('invalid-backup', { where, fault }),
};

function findMasks({ connector }: BackupDocument, places: DocumentPlaces): Diagnostic[] {
  const masked = Object.entries(connector.config).filter(([, value]) => isMasked(value ?? undefined));
  return masked.map(([key]) =>
    diagnose('masked-value-in-backup', { name: connector.name, key }, places.of(pointerOfKey(key))),
  );
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
    // JSON has an order of its own for keys that are numbers.
    nullKeys: stored.flatMap(([key, value]) => (value === null ? [key] : [])).sort(),
    secretKeys,
    offsets:
      document.offsets === null
        ? { kind: 'not-saved', reason: document.noOffsetsReason ?? '' }
        : { kind: 'saved', text: offsets, partitions: document.offsets.offsets.length },
  };
}
