import type { Diagnostic, DiagnosticCode } from '../model/diagnostic.ts';

const codes: readonly DiagnosticCode[] = ['connectors-directory-missing', 'no-connector-files'];

/**
 * Whether a problem is that the project has no connector file. Most likely the folder or a glob is wrong; taken as
 * desired state it would mean that no connector should exist.
 */
export function isNoConnectorFiles({ code }: Diagnostic): boolean {
  return codes.includes(code);
}
