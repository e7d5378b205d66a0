/**
 * Something that real workers need and this machine lacks: Java, Maven, the artifact repository, a free port.
 * Its message is one line that says what is missing and what to do.
 */
export class MissingPart extends Error {
  override readonly name = 'MissingPart';
}
