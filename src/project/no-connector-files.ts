import type { Diagnostic, DiagnosticCode } from '../model/diagnostic.ts';

// No file at all is most likely a wrong folder or glob; taken for a wish it would say: nothing shall exist.
const emptinessCodes: readonly DiagnosticCode[] = ['connectors-directory-missing', 'no-connector-files'];

/** Whether a problem is that there is no connector file: a mistake where something is wished, else nothing bad. */
export function isNoConnectorFiles({ code }: Diagnostic): boolean {
  return emptinessCodes.includes(code);
}
