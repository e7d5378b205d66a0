/** A text that reads like a reference of connector files, `${env.NAME}` or `${var.NAME}`, escaped as it must be there. */
export function escapeReferences(text: string): string {
  return text.replace(/\$\{(?:env|var)\./g, (found) => `$${found}`);
}
