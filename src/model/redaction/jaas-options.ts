import type { Span } from '../span.ts';
import { pairs } from './secret-form.ts';
import { saysSecret } from './secret-key-name.ts';

/** `user_alice="…"` is a password too: the server's side of PLAIN. A line that does not parse is all secret. */
export function findJaasOptions(covered: string): readonly Span[] {
  const modules = covered.replace(option, '').split(';');
  const isWhole = modules.every((module) =>
    /^(?:[\w.$]+\s+(?:required|requisite|sufficient|optional))?$/i.test(module.trim()),
  );
  if (!isWhole) return [{ start: 0, end: covered.length }];
  return pairs(option, (name) => saysSecret(name) || name.startsWith('user_'))(covered);
}

const option =
  /(?<![\w.])(?<name>[\w.]+)\s*=\s*(?:"(?<double>[^"\\]*(?:\\.[^"\\]*)*)"|'(?<single>[^']*)'|(?<bare>[^\s;"']+))/dg;
