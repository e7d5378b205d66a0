import type { Span } from '../model/span.ts';
import { isNullText, type SourceEntry, type SourceMap, type SourceScalar } from './source-node.ts';

/**
 * Reads a document that consists of `key: value` lines only, as most connector files do, many times faster than the
 * YAML parser. Returns undefined for everything else (lists, block scalars, flow collections, anchors, tags, escapes,
 * tabs, several documents, any doubt). The result equals that of the parser, including all positions, which
 * test/desired/plain-lines.test.ts verifies.
 */
export function readPlainLines(text: string): SourceMap | undefined {
  return text.length > longest || doubtful.test(text) ? undefined : new PlainLines(text).read();
}

/** Maximum size in characters. A regular expression could run out of stack on a value of millions of words. */
const longest = 256 * 1024;

/** Control characters, carriage returns, tabs and everything that some standard treats as a space or line break. */
const doubtful =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/;

const blankLine = /( *)(#[^\n]*)?(?:\n|$)/y;

/** No YAML indicator at the start, and no colon or number sign that would end the value. */
const plain = /(?:[\w/.$^(+~\\;<=]|-(?=\w))[^\s:#]*(?:(?::(?=\S)|#| +(?=[^\s#]))[^\s:#]*)*/.source;
const quoted = /"([^"\\\n]*)"|'([^'\n]*)'/.source;

/** Indentation, key, space before the value, and the value: double-quoted, single-quoted or plain. */
const entryLine = new RegExp(
  `( *)(\\w[\\w.$/-]{0,200}):(?:( +)(?:${quoted}|(${plain})))? *(?: #[^\\n]*)?(?:\\n|$)`,
  'y',
);

interface OpenMap extends SourceMap {
  readonly indent: number;
  readonly entries: SourceEntry[];
  readonly span: { readonly start: number; end: number };
}

/** The state of the reader between lines. */
class PlainLines {
  readonly #text: string;
  /** The mappings that the next line may continue, the outermost first. */
  readonly #open: OpenMap[] = [];
  /** A key without a value on its line: an indented value must follow. */
  #openKey: { readonly key: string; readonly keySpan: Span } | undefined;
  /** Whether indented comments follow the last key: the parser must decide where they belong. */
  #isCommented = false;

  constructor(text: string) {
    this.#text = text;
  }

  read(): SourceMap | undefined {
    for (let at = 0; at < this.#text.length; ) {
      const behind = this.#blank(at) ?? this.#entry(at);
      if (behind === undefined) return undefined;
      at = behind;
    }
    return this.#openKey || this.#isCommented ? undefined : this.#open[0];
  }

  /** The offset after a line without a key. */
  #blank(at: number): number | undefined {
    blankLine.lastIndex = at;
    const match = blankLine.exec(this.#text);
    if (!match) return undefined;
    if (match[1] !== '' && match[2] !== undefined) this.#isCommented = true;
    return blankLine.lastIndex;
  }

  /** The offset after a line with a key. */
  #entry(at: number): number | undefined {
    entryLine.lastIndex = at;
    const match = entryLine.exec(this.#text);
    if (!match) return undefined;
    const [, indent = '', key = '', gap, , , bare] = match;
    if (bare !== undefined && isNullText(bare)) return undefined;
    const behind = entryLine.lastIndex;
    const start = at + indent.length;
    const map = this.#mapAt(indent.length, start);
    if (!map) return undefined;
    const keySpan = { start, end: start + key.length };
    if (gap === undefined) this.#openKey = { key, keySpan };
    else map.entries.push({ key, keySpan, value: scalarOf(match, keySpan.end + 1 + gap.length) });
    for (const one of this.#open) one.span.end = behind;
    return behind;
  }

  /** The mapping that a key of this indentation belongs to; opened if this is its first key. */
  #mapAt(indent: number, start: number): OpenMap | undefined {
    const isInside = indent > (this.#open.at(-1)?.indent ?? -1);
    if (isInside) return this.#openMap(indent, start);
    if (this.#openKey) return undefined;
    while ((this.#open.at(-1)?.indent ?? -1) > indent) {
      if (this.#isCommented) return undefined;
      this.#open.pop();
    }
    this.#isCommented = false;
    const map = this.#open.at(-1);
    return map?.indent === indent ? map : undefined;
  }

  #openMap(indent: number, start: number): OpenMap | undefined {
    const map: OpenMap = { kind: 'map', entries: [], tag: undefined, span: { start, end: start }, indent };
    const above = this.#open.at(-1);
    if (above) {
      if (!this.#openKey) return undefined;
      above.entries.push({ ...this.#openKey, value: map });
    }
    this.#openKey = undefined;
    this.#isCommented = false;
    this.#open.push(map);
    return map;
  }
}

function scalarOf([, , , , double, single, bare]: RegExpExecArray, start: number): SourceScalar {
  const text = bare ?? double ?? single ?? '';
  const end = start + text.length + (bare === undefined ? 2 : 0);
  return { kind: 'scalar', text, isMissing: false, tag: undefined, span: { start, end } };
}
