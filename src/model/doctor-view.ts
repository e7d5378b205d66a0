/** The outcome of one check. `skipped`: it does not apply, or an earlier finding prevents it. */
export type CheckResult = 'ok' | 'warning' | 'failed' | 'skipped';

/** What is checked. */
export type CheckName =
  | 'project-file'
  | 'connector-files'
  | 'git'
  | 'settings'
  | 'secrets'
  | 'url'
  | 'proxy'
  | 'certificate'
  | 'credentials'
  | 'version'
  | 'health'
  | 'clock'
  | 'kafka-cluster'
  | 'one-cluster'
  | 'plugins'
  | 'validate'
  | 'write'
  | 'token';

/** One check: one line of the page. */
export interface CheckView {
  readonly check: CheckName;
  /** The URL of the worker that it is about; null: about no single worker. */
  readonly url: string | null;
  readonly result: CheckResult;
  /** What was found, masked. */
  readonly finding: string;
  /** What to do next; null where nothing has to be done. */
  readonly next: string | null;
}

/** The checks of the project, of one cluster, or of GitHub or GitLab. */
export interface CheckGroupView {
  readonly about: 'project' | 'cluster' | 'forge';
  /** The name of the cluster, else its URL; the name of the forge; null for the project. */
  readonly name: string | null;
  readonly checks: readonly CheckView[];
}

/** The result of `doctor`. Schema: `schemas/doctor.schema.json`. */
export interface DoctorView {
  readonly format: 'connect-sync/doctor';
  readonly version: 1;
  /** The worst result of all checks. */
  readonly result: 'ok' | 'warning' | 'failed';
  readonly groups: readonly CheckGroupView[];
}
