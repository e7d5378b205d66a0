import path from 'node:path';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { SavedPlan } from '../model/saved-plan.ts';
import { loadDocumentCheck } from './check-own-document.ts';
import { hasRepeatedKeys } from './json-positions.ts';
import {
  type DocumentProblems,
  positionsIn,
  type ReadOwnDocument,
  readOwnDocument,
} from './read-own-document.ts';
import { readSource } from './read-source.ts';

/** Maximum size of a saved plan in bytes; ten thousand changes take about half of it. */
export const largestSavedPlan = 128 * 1024 * 1024;

/**
 * Loads a saved plan and validates it against its schema; its digests are not verified yet. Problems are collected,
 * never thrown. The path is relative to the directory, or absolute.
 */
export async function loadSavedPlanFile(
  directory: string,
  file: string,
): Promise<ReadOwnDocument<'saved-plan'>> {
  const found = await readSource(directory, path.resolve(directory, file), {
    mostBytes: largestSavedPlan,
  });
  if (found.kind === 'unread') return { kind: 'unusable', diagnostics: [asSavedPlan(found.diagnostic)] };
  const read = readOwnDocument(found.source, await loadDocumentCheck('saved-plan'), problems);
  if (read.kind === 'unusable' || !hasRepeatedKeys(found.source.text, read.document)) return read;
  // Of a repeated key, others may show a value that is not the one that counts here.
  return { kind: 'unusable', diagnostics: positionsIn(found.source, Number.POSITIVE_INFINITY).duplicates };
}

const problems: DocumentProblems<'saved-plan'> = {
  format: 'connect-sync/saved-plan' satisfies SavedPlan['format'],
  foreign: (found) => diagnose('not-a-saved-plan', { found }),
  newer: (version) => diagnose('unsupported-saved-plan-version', { version }),
  invalid: ({ where, fault }) => diagnose('invalid-saved-plan', { where, fault }),
};

/** The message about connector files that are too large would mislead here. */
function asSavedPlan(diagnostic: Diagnostic): Diagnostic {
  if (diagnostic.code !== 'file-too-large') return diagnostic;
  const { source } = diagnostic;
  const fault = `is larger than ${diagnostic.args['limit']}`;
  return diagnose('invalid-saved-plan', { where: 'it', fault }, { source });
}
