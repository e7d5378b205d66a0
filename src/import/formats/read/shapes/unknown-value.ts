/** A value in data that an expression of the file's tool yields. */
export class UnknownValue {
  /** What the expression uses, as part of a sentence, without literals: `the function merge`. */
  readonly uses: string;
  /** What yields the value: a command whose output import reads. */
  readonly remedy: string;

  constructor(uses: string, remedy: string) {
    this.uses = uses;
    this.remedy = remedy;
  }
}
