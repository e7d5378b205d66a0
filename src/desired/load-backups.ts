import path from 'node:path';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { loadDocumentCheck } from './check-own-document.ts';
import { type LocatedBackup, readBackup } from './read-backup.ts';
import { readSource } from './read-source.ts';

/** The backups of some files, and everything that is wrong with them. */
export interface LoadedBackups {
  /** In the order of the files. */
  readonly backups: readonly LocatedBackup[];
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
  const backups = read.flatMap((one) => (one.kind === 'backup' ? [one.located] : []));
  const problems = read.flatMap((one) => (one.kind === 'unusable' ? one.diagnostics : []));
  return { backups, diagnostics: [...problems, ...findNamesakes(backups)] };
}

/** What is said of a connector file that is too large would lead astray here. */
function asBackup(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.code !== 'file-too-large') return diagnostic;
  const { source } = diagnostic;
  return diagnose(
    'invalid-backup',
    { where: 'it', fault: `is larger than ${diagnostic.args['limit']}` },
    { source },
  );
}

function findNamesakes(backups: readonly LocatedBackup[]): Diagnostic[] {
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
