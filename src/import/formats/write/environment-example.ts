import { toPrintableLine } from '../../../model/printable.ts';
import type { SecretVariable } from './replace-secrets.ts';

/**
 * The text of a dotenv file with variables that have no value. `before` is the existing file, to which missing
 * variables are added. Undefined if none is missing.
 */
export function environmentExample(
  variables: readonly Pick<SecretVariable, 'name' | 'uses'>[],
  before: string | undefined,
): string | undefined {
  const present = new Set(
    [...(before ?? '').matchAll(/^[ \t]*(?:#[ \t]*)?(?:export[ \t]+)?([\w-]+)[ \t]*=/gm)].map(
      ([, name]) => name,
    ),
  );
  const missing = variables.filter(({ name }) => !present.has(name));
  if (missing.length === 0) return undefined;
  const start =
    before === undefined ? opening : before === '' || before.endsWith('\n') ? before : `${before}\n`;
  return start + missing.map((variable) => `# ${describeUses(variable)}\n${variable.name}=\n`).join('');
}

const opening = `# The secrets that the connector files ask for. Copy it, fill it in, keep it out of Git:
#   connect-sync plan --dotenv .env
`;

/** The connectors and keys that use a variable. */
function describeUses({ uses }: Pick<SecretVariable, 'uses'>): string {
  const [first, second] = uses;
  const key = toPrintableLine(first?.key ?? '');
  const connectors = [...new Set(uses.map(({ connector }) => connector))];
  if (!second || connectors.length === 1) return `${key} of ${connectors[0]}`;
  return `${key} of ${connectors.length} connectors, ${connectors[0]} among them`;
}
