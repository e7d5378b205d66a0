/** What `explain` says of a problem beside its message: for people who meet it for the first time. */
export interface Page {
  /** What happened. */
  readonly means: string;
  /** Why that matters. */
  readonly matters: string;
  /** What to do. */
  readonly remedy: string;
  /** Files that cause it, each under a line `# path`; left out where no file does. */
  readonly before?: string;
  /** The same files, mended. */
  readonly after?: string;
}
