import type { Readable, Writable } from 'node:stream';

/** A list from which a person selects any number of entries. All texts are printable. */
export interface ListQuestion {
  readonly question: string;
  readonly entries: readonly ListEntry[];
}

/** One entry of a list. */
export interface ListEntry {
  readonly value: string;
  readonly label: string;
  /** Shown beside the label of the entry under the cursor. */
  readonly note: string;
}

/** Where a prompt is shown. */
export interface PromptStreams {
  /** A terminal. */
  readonly input: Readable;
  readonly output: Writable;
  /** Cancels the prompt. */
  readonly signal: AbortSignal;
}

/**
 * Shows a list: type to filter, arrow keys to move, Tab to select, Enter to confirm. Returns the selected values in the
 * order of the list; undefined if the person cancels (Ctrl-C, Escape).
 *
 * Only for terminals: with any other input the library waits forever or consumes input that is not meant for it.
 */
export async function chooseMany(
  { question, entries }: ListQuestion,
  { input, output, signal }: PromptStreams,
): Promise<readonly string[] | undefined> {
  // Few commands prompt, so the library is loaded on demand.
  const { autocompleteMultiselect, isCancel } = await import('@clack/prompts');
  const selected = await autocompleteMultiselect({
    message: question,
    options: entries.map(({ value, label, note }) => ({ value, label, hint: note })),
    placeholder: 'type to filter',
    maxItems: 12,
    input,
    output,
    signal,
  });
  if (isCancel(selected)) return undefined;
  const values = new Set(selected);
  return entries.flatMap(({ value }) => (values.has(value) ? [value] : []));
}
