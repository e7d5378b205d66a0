import process from 'node:process';

/**
 * Something that real workers need and this machine lacks: Java, Maven, the artifact repository, a free port.
 * Its message is one line that says what is missing and what to do.
 */
export class MissingPart extends Error {
  override readonly name = 'MissingPart';
}

/**
 * What an action that finds parts lacks: the line of its `MissingPart`, or undefined. With CONNECT_SYNC_REQUIRE_WORKERS=1,
 * which CI sets, it is thrown instead.
 */
export async function missingOf(find: () => Promise<void>): Promise<string | undefined> {
  try {
    await find();
    return undefined;
  } catch (error) {
    if (!(error instanceof MissingPart) || process.env['CONNECT_SYNC_REQUIRE_WORKERS'] === '1') throw error;
    return error.message;
  }
}
