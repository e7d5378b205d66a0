/** What `init` did, as it is shown. */
export interface NewProjectView {
  /** The cluster that the project file begins with; its URL is null where a project file was there before. */
  readonly cluster: { readonly name: string; readonly url: string | null };
  readonly repository: string;
  readonly forge: 'github' | 'gitlab' | 'none';
  readonly files: readonly NewFileView[];
  /** What was taken without a question, what was left out and why: sentences. */
  readonly remarks: readonly string[];
  /** What to type next. */
  readonly next: readonly string[];
}

/** One file of a new project. */
export interface NewFileView {
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  readonly purpose: string;
  /** `left`: it was there before, and nothing in it was touched. */
  readonly outcome: 'written' | 'left';
  /** What a file that was left lacks. */
  readonly note: string | null;
}
