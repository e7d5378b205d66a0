import type { Deprecation } from '../model/plugin-snapshot.ts';

/** Reads from the documentation of a key whether it is deprecated, and in favor of which key. */
export function findDeprecation(documentation: string): Deprecation | undefined {
  if (!/\bdeprecated\b/i.test(documentation)) return undefined;
  const [, replacement] =
    /\b(?:use|favou?r of|replaced by)\s+(?:the\s+)?(?:option\s+)?['"`]?([a-z][\w-]*(?:\.[\w-]+)+)/i.exec(
      documentation,
    ) ?? [];
  return { replacement };
}
