import type { PromptStreams } from './choose-many.ts';

/** A question that is answered with a line of text. All texts are printable. */
export interface TextQuestion {
  readonly question: string;
  /** The answer if nothing is typed. */
  readonly defaultText: string;
  /** Why an answer is invalid; undefined if it is valid. */
  readonly validate: (text: string) => string | undefined;
}

/**
 * Asks for a line of text until it is valid. Undefined if the person cancels (Ctrl-C, Escape).
 *
 * Only for terminals; see `chooseMany`.
 */
export async function enterText(
  { question, defaultText, validate }: TextQuestion,
  { input, output, signal }: PromptStreams,
): Promise<string | undefined> {
  const { text, isCancel } = await import('@clack/prompts');
  const answer = await text({
    message: question,
    placeholder: defaultText,
    defaultValue: defaultText,
    validate: (value) => (value ? validate(value) : undefined),
    input,
    output,
    signal,
  });
  return isCancel(answer) ? undefined : answer;
}
