import type { PromptStreams } from './choose-many.ts';

/** A line of text that a person types. All texts are fit to be shown. */
export interface Entry {
  readonly question: string;
  /** What counts where nothing is typed. */
  readonly usual: string;
  /** Why a text will not do; undefined where it will. */
  readonly refuse: (text: string) => string | undefined;
}

/**
 * Asks for a line of text until it will do. Undefined where the person left (Ctrl-C, Escape).
 *
 * Only for terminals, as `chooseMany`.
 */
export async function enterText(
  { question, usual, refuse }: Entry,
  { input, output, signal }: PromptStreams,
): Promise<string | undefined> {
  const { text, isCancel } = await import('@clack/prompts');
  const typed = await text({
    message: question,
    placeholder: usual,
    defaultValue: usual,
    validate: (value) => (value ? refuse(value) : undefined),
    input,
    output,
    signal,
  });
  return isCancel(typed) ? undefined : typed;
}
