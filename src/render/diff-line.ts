/** A line of a diff, without colours and indentation. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}
