import path from 'node:path';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { loadDocumentCheck } from './check-own-document.ts';
import { type ParsedBackup, readBackup } from './read-backup.ts';
import { readSource } from './read-source.ts';

/** Loaded backups and their problems. */
export interface LoadedBackups {
  /** In the order of the files. */
  readonly backups: readonly ParsedBackup[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads backups. Problems are collected, never thrown. Paths are relative to the directory, or absolute. */
export async function loadBackups(directory: string, files: readonly string[]): Promise<LoadedBackups> {
  const check = await loadDocumentCheck('backup');
  const read = await Promise.all(
    files.map(async (file) => {
      const found = await readSource(directory, path.resolve(directory, file));
      if (found.kind === 'text') return readBackup(found.source, check);
      return { kind: 'unusable', diagnostics: [asBackup(found.diagnostic)] } as const;
    }),
  );
  const backups = read.flatMap((one) => (one.kind === 'backup' ? [one.parsed] : []));
  const problems = read.flatMap((one) => (one.kind === 'unusable' ? one.diagnostics : []));
  return { backups, diagnostics: [...problems, ...findDuplicates(backups)] };
}

/** The message about connector files that are too large would mislead here. */
function asBackup(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.code !== 'file-too-large') return diagnostic;
  const { source } = diagnostic;
  return diagnose(
    'invalid-backup',
    { where: 'it', fault: `is larger than ${diagnostic.args['limit']}` },
    { source },
  );
}

function findDuplicates(backups: readonly ParsedBackup[]): Diagnostic[] {
  return backups.flatMap(({ backup: { name }, name: source }, index) => {
    const first = backups.findIndex((other) => other.backup.name === name);
    const earlier = backups[first];
    if (!earlier || first === index) return [];
    return [
      diagnose(
        'duplicate-backup',
        { name },
        { source, related: [{ label: 'the first one is', source: earlier.name }] },
      ),
    ];
  });
}
