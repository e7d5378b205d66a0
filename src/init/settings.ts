/** The forges whose pipelines `init` knows. */
export const forgeNames = ['github', 'gitlab', 'none'] as const;

/** One of them; `none` where no pipeline is wanted, or nothing tells of a forge. */
export type ForgeName = (typeof forgeNames)[number];

/** What a new project is made of. */
export interface Settings {
  /** Of the cluster that the project file begins with: fit for a project file. */
  readonly clusterName: string;
  /** Without a user in it. */
  readonly clusterUrl: string;
  /** Of the repository: letters, digits, `.`, `_` and `-`. */
  readonly repository: string;
  readonly forge: ForgeName;
  /** Of connect-sync, for pipelines. */
  readonly version: string;
}

/** A file of a new project. */
export interface NewFile {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  /** What an existing file in its place lacks for the same purpose; undefined where it lacks nothing. */
  readonly lacks?: (existing: string) => string | undefined;
}
