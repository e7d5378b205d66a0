import { escapeHidden } from './escape-hidden.ts';
import { printExactJson } from './exact-json.ts';
import type { DiagnosticView } from './plan-view.ts';

/** A value as programs read it: JSON with two spaces, and a final line feed. */
export function toJson(value: unknown): string {
  return `${escapeHidden(JSON.stringify(value, null, 2))}\n`;
}

/** The same of a value that may hold numbers beyond those of JavaScript. */
export function toExactJson(value: unknown): string {
  return `${escapeHidden(printExactJson(value, 2))}\n`;
}

/** JSON on one line, without a line feed. */
export function toJsonLine(value: unknown): string {
  return escapeHidden(JSON.stringify(value));
}

/** A problem that concerns one cluster, by its name; without it, the whole run. */
export type OutputProblem = DiagnosticView & { readonly cluster?: string };

/** What was found on one cluster; `name`: its name in the project file, else its URL. */
export type ClusterOutput = { readonly name: string } & object;

/**
 * The document that a command prints with `-f json`, for one cluster and for several alike. The schema of each `format`
 * is `schemas/NAME.schema.json`.
 */
export interface JsonOutput {
  /** Such as `connect-sync/status`. */
  readonly format: string;
  readonly version: 1;
  /** False if a selected cluster is missing, or could not be read in full. */
  readonly complete: boolean;
  /** In the order in which they were selected; those that could not be read are missing. */
  readonly clusters: readonly ClusterOutput[];
  /** Why the document is not complete. */
  readonly diagnostics: readonly OutputProblem[];
}

/** Makes such a document; `more`: what this format has besides. */
export function jsonOutput<More extends object>(
  { format, ...rest }: Omit<JsonOutput, 'version'>,
  more: More,
): JsonOutput & More {
  return { format, version: 1, ...more, ...rest };
}

/** The document of a run that ended before it had anything to show. */
export function errorOutput(diagnostics: readonly OutputProblem[]): JsonOutput {
  return jsonOutput({ format: 'connect-sync/error', complete: false, clusters: [], diagnostics }, {});
}
