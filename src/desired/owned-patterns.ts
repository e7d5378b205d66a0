import type { Report } from './report.ts';
import { entryOf, itemsOf, type SourceNode } from './source-node.ts';
import type { SourceText } from './source-text.ts';
import { literalText, parseTemplate, type Template } from './template.ts';

/** Patterns of connector names in `ownership`, with variables that are resolved for each cluster. */
export interface OwnedPatterns {
  /** Undefined: none are declared. */
  readonly names: readonly Template[] | undefined;
  readonly protect: readonly Template[];
}

/** Reads `ownership.names` and `ownership.protect`. Secrets cannot be a part of a name. */
export function readOwned(
  source: SourceText,
  ownership: SourceNode | undefined,
  report: Report,
): OwnedPatterns {
  const templates = (key: 'names' | 'protect') =>
    itemsOf(ownership, key).map((item) => parseTemplate(source, item, { allowed: ['var'], report }));
  return { names: entryOf(ownership, 'names') && templates('names'), protect: templates('protect') };
}

/** The owned names where they are the same on every cluster; undefined otherwise, and where none are declared. */
export function literalNames({ names }: OwnedPatterns): readonly string[] | undefined {
  const texts = names?.map(literalText);
  return texts?.every((text) => text !== undefined) ? texts : undefined;
}
