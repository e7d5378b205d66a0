import { type ConnectSyncError, InvalidInputError } from './error.ts';
import { KnownSecrets } from './known-secrets.ts';
import type { DiagnosticView } from './plan-view.ts';
import { makeScrub } from './redaction/scrub.ts';
import { viewDiagnostics } from './redaction/view-diagnostics.ts';

/** An error as a diagnostic of a document. */
export function viewError({ code, message, hint }: ConnectSyncError): DiagnosticView {
  return { code, severity: 'error', message, hint: hint ?? null, source: null, related: [] };
}

/**
 * An error as the diagnostics of a document: each problem of invalid input by itself. They come from files and quote no
 * worker; should one do so, what is secret by its structure is masked.
 */
export function viewErrors(error: ConnectSyncError): readonly DiagnosticView[] {
  if (error instanceof InvalidInputError)
    return viewDiagnostics(error.diagnostics, makeScrub(new KnownSecrets()));
  return [viewError(error)];
}
