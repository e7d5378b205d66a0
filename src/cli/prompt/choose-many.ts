import type { Readable, Writable } from 'node:stream';

/** A list of which a person marks any number. All texts are fit to be shown. */
export interface Choice {
  readonly question: string;
  readonly entries: readonly ChoiceEntry[];
}

/** One entry of a list. */
export interface ChoiceEntry {
  readonly value: string;
  readonly label: string;
  /** What it is, beside its label where the cursor is. */
  readonly note: string;
}

/** Where the list is shown. */
export interface PromptStreams {
  /** A terminal. */
  readonly input: Readable;
  readonly output: Writable;
  /** Ends the prompt, as if the person had left. */
  readonly signal: AbortSignal;
}

/**
 * Shows a list that is filtered as one types, moved through with the arrow keys and marked with Tab; Enter ends it.
 * Returns the values that were marked, in the order of the list; undefined where the person left (Ctrl-C, Escape).
 *
 * Only for terminals: with another input the library waits for ever, or eats what was meant for somebody else.
 */
export async function chooseMany(
  { question, entries }: Choice,
  { input, output, signal }: PromptStreams,
): Promise<readonly string[] | undefined> {
  // Few commands need it: the others do not load it.
  const { autocompleteMultiselect, isCancel } = await import('@clack/prompts');
  const marked = await autocompleteMultiselect({
    message: question,
    options: entries.map(({ value, label, note }) => ({ value, label, hint: note })),
    placeholder: 'type to filter',
    maxItems: 12,
    input,
    output,
    signal,
  });
  if (isCancel(marked)) return undefined;
  const values = new Set(marked);
  return entries.flatMap(({ value }) => (values.has(value) ? [value] : []));
}
