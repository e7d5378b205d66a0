// The entry point `connect-sync`: load a project, plan and apply it, detect drift, render the results.

export type { Diagnostic } from '../model/diagnostic.ts';
export { ConnectSyncError, type ErrorCategory, InvalidInputError } from '../model/error.ts';
export { version } from './version.ts';
