import type { PresentConnector } from '../../model/desired-connector.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { plainSource, type Source } from '../../model/source.ts';
import type { DefinedKeys } from '../../plugins/defined-keys.ts';

/** The places of values that the plugins call passwords: when the files were read, only names could tell. */
export class PasswordLines {
  /** By file and line, the first one. */
  readonly #first = new Map<string, Source>();

  /** Adds those of a connector; returns the passwords that stand in the files in clear. */
  add({ config, origins, secretKeys }: PresentConnector, { keys }: DefinedKeys): readonly string[] {
    const passwords: string[] = [];
    for (const [key, value] of config) {
      if (keys.get(key)?.definition.type !== 'PASSWORD' || value.trim() === '' || value.includes('${'))
        continue;
      const source = origins.get(key)?.source;
      if (source) this.#addPlace(source);
      if (!secretKeys.has(key)) passwords.push(value);
    }
    return passwords;
  }

  /** The same diagnostics, whose lines end before the first of these places. */
  hideIn(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    if (this.#first.size === 0) return diagnostics;
    return diagnostics.map((diagnostic) => ({
      ...diagnostic,
      source: diagnostic.source && this.#hide(diagnostic.source),
      related: diagnostic.related.map(({ label, source }) => ({ label, source: this.#hide(source) })),
    }));
  }

  #addPlace(source: Source): void {
    const line = lineOf(source);
    const known = this.#first.get(line);
    if (!known || source.column < known.column) this.#first.set(line, source);
  }

  #hide(source: Source): Source {
    const first = this.#first.get(lineOf(source));
    if (!first || source.excerpt === undefined) return source;
    const { excerpt, ...place } = plainSource(source);
    if (source.column > first.column || excerpt === undefined) return place;
    return { ...place, excerpt: `${excerpt.slice(0, (first.endColumn ?? first.column) - 1)}: (sensitive)` };
  }
}

function lineOf({ file, line }: Source): string {
  return `${file}:${line}`;
}
