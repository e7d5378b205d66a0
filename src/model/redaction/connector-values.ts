import type { QuotedValues } from './own-words.ts';
import { coverReferences } from './provider-reference.ts';
import { saysSecret } from './secret-key-name.ts';

/** A value of a connector's configuration. */
export interface ConnectorValue {
  readonly connector: string;
  readonly key: string;
  readonly text: string;
  /** The value as it may be shown, with masks in place of secrets. */
  readonly shown: string;
}

interface Values {
  readonly declared: string[];
  references: 'none' | 'of-secrets' | 'of-anything';
}

/**
 * What is known about the configurations of connectors, live and desired: which of them have values that a worker
 * resolves, so that what it says about them may quote a value that nobody else knows, and what they show in clear.
 */
export class ConnectorValues {
  readonly #byConnector = new Map<string, Values>();
  readonly #words = new Map<string, ReadonlySet<string>>();

  learn({ connector, key, text, shown }: ConnectorValue): void {
    const values = this.#of(connector);
    values.declared.push(key, shown);
    if (isResolvedByTheWorker(text) && values.references !== 'of-anything') {
      values.references = saysSecret(key) ? 'of-secrets' : 'of-anything';
    }
    this.#words.clear();
  }

  /**
   * What a text of a worker about a connector may quote; undefined: nothing that only the worker knows. Without a
   * connector it is about all of them, and about one that is not known it may quote anything.
   */
  quotedAbout(connector: string | undefined): QuotedValues | undefined {
    const values = connector === undefined ? undefined : this.#byConnector.get(connector);
    if (values?.references === 'none') return undefined;
    const all = [...this.#byConnector.values()];
    if (connector === undefined && all.length > 0 && all.every(({ references }) => references === 'none')) {
      return undefined;
    }
    let words: ReadonlySet<string> | undefined;
    return {
      isDeclared: (word) => {
        words ??= this.#wordsOf(connector);
        return words.has(word);
      },
      identifiers: values?.references === 'of-secrets',
    };
  }

  #of(connector: string): Values {
    const known = this.#byConnector.get(connector);
    if (known) return known;
    const values: Values = { declared: [connector], references: 'none' };
    this.#byConnector.set(connector, values);
    return values;
  }

  #wordsOf(connector: string | undefined): ReadonlySet<string> {
    const cached = this.#words.get(connector ?? '');
    if (cached) return cached;
    const names = connector === undefined ? [...this.#byConnector.keys()] : [connector];
    const words = declaredWords(
      names.flatMap((name) => [name, ...(this.#byConnector.get(name)?.declared ?? [])]),
    );
    this.#words.set(connector ?? '', words);
    return words;
  }
}

/** Whether a worker replaces a part of a value: `${provider:…}`, and anything that could be one. */
export function isResolvedByTheWorker(value: string): boolean {
  for (let start = value.indexOf('${'); start >= 0; ) {
    const end = value.indexOf('}', start);
    if (end < 0) return false;
    if (value.slice(start, end).includes(':')) return true;
    start = value.indexOf('${', end);
  }
  return false;
}

/** Texts that stand in clear, and their parts. What a reference says between its braces is no secret itself. */
export function declaredWords(texts: readonly string[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const text of texts) {
    // What looks like a reference and is none, such as `${X:-default}`, may hold a value.
    if (isResolvedByTheWorker(coverReferences(text))) continue;
    words.add(text);
    for (const chunk of text.split(/[\s"'`]+/)) {
      words.add(chunk);
      for (const part of chunk.split(/[=:/,;|(){}[\]@&?<>!$]+/)) words.add(part);
      for (const part of chunk.split(/[^A-Za-z0-9_]+/)) words.add(part);
    }
  }
  return words;
}
