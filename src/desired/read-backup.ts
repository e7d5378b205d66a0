import type { Backup } from '../model/backup.ts';
import type { BackupDocument } from '../model/backup-document.ts';
import { type ConnectorName, isConnectorName } from '../model/connector-name.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { isMasked } from '../model/masked-value.ts';
import type { Source } from '../model/source.ts';
import type { BackupCheck } from './backup-check.ts';
import { jsonPlaces } from './json-places.ts';
import { findJsonFault } from './json-syntax.ts';
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
export function readBackup(source: SourceText, check: BackupCheck): ReadBackup {
  const fault = findJsonFault(source.text);
  if (fault) {
    return unusable([diagnose('invalid-json', { reason: fault.reason }, placeAt(source, fault.offset))]);
  }
  const places = placesIn(source);
  const value: unknown = JSON.parse(source.text);
  const foreign = whyForeign(value);
  if (foreign) return unusable([{ ...foreign, ...places.of('/format') }]);
  const checked = check(value);
  if (checked.kind === 'faulty') {
    const faults = checked.faults.map(({ pointer, where, fault: what }) =>
      diagnose('invalid-backup', { where, fault: what }, places.of(pointer)),
    );
    return unusable([...places.duplicates, ...faults]);
  }
  const { document } = checked;
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

/** `connector`, `config`, and the keys in it. */
const deepestPlace = 3;

interface Places {
  /** Where a value stands; where there is none, where the object is that should have it. */
  readonly of: (pointer: string) => { readonly source: Source };
  /** The text of a value, as it is written. */
  readonly textOf: (pointer: string) => string;
  readonly duplicates: readonly Diagnostic[];
}

function placesIn(source: SourceText): Places {
  const { values, duplicates } = jsonPlaces(source.text, deepestPlace);
  const of = (pointer: string): { readonly source: Source } => {
    const span = values.get(pointer);
    if (span || pointer === '') return placeAt(source, span?.start ?? 0);
    return of(pointer.slice(0, pointer.lastIndexOf('/')));
  };
  return {
    of,
    textOf: (pointer) => {
      const { start = 0, end = 0 } = values.get(pointer) ?? {};
      return source.text.slice(start, end);
    },
    duplicates: duplicates.map(({ key, first, second }) => {
      const related = [{ label: 'first written in', source: placeAt(source, first.start).source }];
      return diagnose('duplicate-key', { key }, { ...placeAt(source, second.start), related });
    }),
  };
}

/** The place alone: no excerpt, and no end, which would tell how long a secret is. */
function placeAt(source: SourceText, offset: number): { readonly source: Source } {
  const { file, line, column } = source.sourceOf({ start: offset, end: offset + 1 });
  return { source: { file, line, column } };
}

/** What tells at first sight that this is something else than a backup that is known here. */
function whyForeign(value: unknown): Diagnostic | undefined {
  const { format, version } = (typeof value === 'object' && value !== null ? value : {}) as {
    readonly format?: unknown;
    readonly version?: unknown;
  };
  if (format !== 'connect-sync/backup') {
    const isOurs = typeof format === 'string' && /^connect-sync\/[a-z]{1,20}$/.test(format);
    return diagnose('not-a-backup', { found: isOurs ? format : undefined });
  }
  if (typeof version !== 'number' || version <= 1) return undefined;
  return diagnose('unknown-backup-version', { version: String(version) });
}

function findMasks({ connector }: BackupDocument, places: Places): Diagnostic[] {
  const masked = Object.entries(connector.config).filter(([, value]) => isMasked(value ?? undefined));
  return masked.map(([key]) =>
    diagnose('masked-in-backup', { name: connector.name, key }, places.of(pointerOfKey(key))),
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
    nullKeys: stored.filter(([, value]) => value === null).map(([key]) => key),
    secretKeys,
    offsets:
      document.offsets === null
        ? { kind: 'not-saved', reason: document.whyNoOffsets ?? '' }
        : { kind: 'saved', text: offsets, partitions: document.offsets.offsets.length },
  };
}
