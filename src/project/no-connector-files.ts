import type { Diagnostic, DiagnosticCode } from '../model/diagnostic.ts';

const codes: readonly DiagnosticCode[] = ['connectors-directory-missing', 'no-connector-files'];

/**
 * Whether a problem is that the project has no connector file. Most likely the folder or a glob is wrong; taken as
 * desired state it would mean that no connector should exist.
 */
export function isNoConnectorFiles({ code }: Diagnostic): boolean {
  return codes.includes(code);
}

const unseen: readonly DiagnosticCode[] = [
  'connectors-path-missing',
  'hidden-file',
  'outside-project',
  'git-unreadable',
  'unreadable-directory',
  'unreadable-file',
  'unreadable-link',
];

/** Whether a problem is that connector files may be out of sight: then what no file declares is not deleted. */
export function isOutOfSight({ code }: Diagnostic): boolean {
  return unseen.includes(code);
}
