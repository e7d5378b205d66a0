/** Escapes text that looks like a reference, `${env.NAME}`, `${var.NAME}` or `${ ENV.NAME }`, for a connector file. */
export function escapeReferences(text: string): string {
  return text.replace(/\$\{[ \t]{0,4}(?:env|var)[ \t]{0,4}\./gi, (found) => `$${found}`);
}
