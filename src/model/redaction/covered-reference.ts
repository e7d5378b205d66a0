/** Stands for each character of a provider reference, so that places in the text stay where they are. */
export const cover = '\uE000';

/** Whether a part of a covered text consists of references (with Compose's doubled `$` before them). */
export function isReference(coveredText: string): boolean {
  return covered.test(coveredText.trim());
}

const covered = /^\$?\uE000[$\uE000]*$/;
