import type { Config } from '../model/config.ts';
import { isMasked } from '../model/masked-value.ts';

/**
 * What variables must hold so that a resolved configuration, in which those that are not set stay as they are written,
 * reads as it does where it comes from.
 */
export function learnVariables(
  wished: { readonly config: Config; readonly secretKeys: ReadonlySet<string> },
  found: Config,
): ReadonlyMap<string, string> {
  const learned = new Map<string, string>();
  for (const key of wished.secretKeys) {
    const [written, text] = [wished.config.get(key), found.get(key)];
    if (written === undefined || text === undefined || isMasked(text)) continue;
    const pieces = written.split(/\$\{env\.([A-Za-z_][\w-]*)\}/);
    const names = pieces.filter((_, index) => index % 2 === 1);
    const pattern = pieces.map((piece, index) => (index % 2 === 1 ? '(.+)' : literally(piece))).join('');
    const match = new RegExp(`^${pattern}$`, 's').exec(text);
    for (const [index, name] of names.entries()) {
      const value = match?.[index + 1];
      if (value !== undefined && !learned.has(name)) learned.set(name, value);
    }
  }
  return learned;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
