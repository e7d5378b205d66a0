import path from 'node:path';
import { diagnose } from '../model/diagnostic.ts';
import { loadDocumentCheck } from './check-own-document.ts';
import { largestSavedPlan } from './load-saved-plan.ts';
import { type DocumentProblems, type ReadOwnDocument, readOwnDocument } from './read-own-document.ts';
import { readSource } from './read-source.ts';

/**
 * Loads what `plan -f json` printed, and validates it against its schema: a pipeline may pass it on from a job that runs
 * untrusted code. Problems are collected, never thrown. The path is relative to the directory, or absolute.
 */
export async function loadPrintedPlans(directory: string, file: string): Promise<ReadOwnDocument<'plan'>> {
  const found = await readSource(directory, path.resolve(directory, file), { mostBytes: largestSavedPlan });
  if (found.kind === 'unread') return { kind: 'unusable', diagnostics: [found.diagnostic] };
  return readOwnDocument(found.source, await loadDocumentCheck('plan'), problems);
}

const problems: DocumentProblems<'plan'> = {
  format: ['connect-sync/plans', 'connect-sync/error'],
  foreign: (found) => diagnose('not-a-saved-plan', { found }),
  newer: (version) => diagnose('unsupported-saved-plan-version', { version }),
  invalid: ({ where, fault }) => diagnose('invalid-saved-plan', { where, fault }),
};
