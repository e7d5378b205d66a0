import type { Span } from '../model/span.ts';
import type { SourceEntry, SourceMap, SourceScalar } from './source-node.ts';

/**
 * Reads a document of nothing but lines of `key: value`, as most connector files are, many times as fast as the parser
 * does. Whatever else there is (lists, block scalars, flow collections, anchors, tags, escapes, tabs, several
 * documents, anything doubtful) is the parser's: undefined. What is given is what the parser would give, place by
 * place; test/desired/plain-lines.test.ts holds the two together.
 */
export function readPlainLines(text: string): SourceMap | undefined {
  return text.length > longest || doubtful.test(text) ? undefined : new PlainLines(text).read();
}

/** Characters: more than a person writes line by line. A value of millions of words is too much for an expression. */
const longest = 256 * 1024;

/** Controls, carriage returns, tabs and whatever else counts as a space or a line break somewhere. */
const doubtful =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/;

const blankLine = /( *)(#[^\n]*)?(?:\n|$)/y;

/** No indicator of YAML at the start, and nowhere a colon or a number sign that would end the value. */
const plain = /(?:[\w/.$^(+~\\;<=]|-(?=\w))[^\s:#]*(?:(?::(?=\S)|#| +(?=[^\s#]))[^\s:#]*)*/.source;
const quoted = /"([^"\\\n]*)"|'([^'\n]*)'/.source;

/** Indentation, key, the gap before the value, and the value: in one kind of quotes, in the other, or plain. */
const entryLine = new RegExp(
  `( *)(\\w[\\w.$/-]{0,200}):(?:( +)(?:${quoted}|(${plain})))? *(?: #[^\\n]*)?(?:\\n|$)`,
  'y',
);

interface OpenMap extends SourceMap {
  readonly indent: number;
  readonly entries: SourceEntry[];
  readonly span: { readonly start: number; end: number };
}

/** One reading, from the first line to the last. */
class PlainLines {
  readonly #text: string;
  /** The mappings that the next line may continue, the outermost first. */
  readonly #open: OpenMap[] = [];
  /** A key without a value in its line: what it holds is to follow, further in. */
  #openKey: { readonly key: string; readonly keySpan: Span } | undefined;
  /** Whether comments that are further in stand behind the last key: where they belong is the parser's to tell. */
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

  /** The offset behind a line that says nothing. */
  #blank(at: number): number | undefined {
    blankLine.lastIndex = at;
    const match = blankLine.exec(this.#text);
    if (!match) return undefined;
    if (match[1] !== '' && match[2] !== undefined) this.#isCommented = true;
    return blankLine.lastIndex;
  }

  /** The offset behind a line with a key. */
  #entry(at: number): number | undefined {
    entryLine.lastIndex = at;
    const match = entryLine.exec(this.#text);
    if (!match) return undefined;
    const [, indent = '', key = '', gap] = match;
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

  /** The mapping that a key of this indentation belongs to, opened where it is its first. */
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
