/** Escapes text that looks like a reference, `${env.NAME}` or `${var.NAME}`, for a connector file. */
export function escapeReferences(text: string): string {
  return text.replace(/\$\{(?:env|var)\./g, (found) => `$${found}`);
}
