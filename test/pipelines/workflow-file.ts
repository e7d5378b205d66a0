import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** The repository with the workflows. */
export const repository = path.resolve(import.meta.dirname, '../..');

/** A step of a workflow or an action, as far as it is used here. */
export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly 'working-directory'?: string;
}

/** A job. */
export interface Job {
  readonly if?: string;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

/** A workflow. */
export interface Workflow {
  readonly name: string;
  readonly permissions?: unknown;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': unknown };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A composite action. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

/** Reads a YAML file of the repository, or of another folder where the path is absolute; `port` takes the place of the port that the stand-in worker listens on. */
export function readYaml<Content>(file: string, port?: number): Content {
  const text = readFileSync(path.resolve(repository, file), 'utf8');
  return parse(port === undefined ? text : text.replaceAll('8083', String(port))) as Content;
}
