import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  type Pair,
  visit,
  type YAMLMap,
} from 'yaml';
import type { DataPlaces, PlacedComment, PlacedMember, RepeatedKey } from './data-places.ts';
import type { DataPath } from './shapes/data-shape.ts';

/** The places of a YAML document; `comments` are those of the document. */
export function yamlPlaces(document: Document.Parsed, comments: readonly PlacedComment[]): DataPlaces {
  const nodeAt = (path: DataPath): unknown => {
    let node = resolved(document.contents, document);
    for (const step of path) {
      if (isSeq(node)) node = resolved(node.items[Number(step)], document);
      else if (isMap(node)) node = resolved(pairOf(node, String(step))?.value, document);
      else return undefined;
    }
    return node;
  };
  return {
    offsetOf: (path) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const start = rangeOf(nodeAt(path.slice(0, length)))?.[0];
        if (start !== undefined) return start;
      }
      return document.range[0];
    },
    membersOf: (path) => {
      const node = nodeAt(path);
      return isMap(node) ? node.items.flatMap((pair) => placed(pair as Pair)) : [];
    },
    repeated: repeatedIn(document),
    comments,
  };
}

/** All comments of a YAML text. The lexer knows what is in quotes and in block scalars. */
export function yamlComments(text: string): readonly PlacedComment[] {
  const comments: PlacedComment[] = [];
  let [offset, isLineStart, isScalar] = [0, true, false];
  for (const token of new Lexer().lex(text)) {
    if (!isScalar && marks.has(token)) {
      isScalar = token === scalarMark;
      continue;
    }
    if (!isScalar && token.startsWith('#'))
      comments.push({ start: offset, text: token.slice(1).trimEnd(), isBehind: !isLineStart });
    offset += token.length;
    isLineStart = token.endsWith('\n') || (isLineStart && token.trim() === '');
    isScalar = false;
  }
  return comments;
}

/** Precedes a scalar; like the other marks, it is not in the text. */
const scalarMark = '\u001f';
const marks: ReadonlySet<string> = new Set(['\u0002', '\u0018', scalarMark]);

function resolved(node: unknown, document: Document.Parsed): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.findLast((pair) => keyOf(pair as Pair) === key);
}

function keyOf({ key }: Pair): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function placed(pair: Pair): readonly PlacedMember[] {
  const [key, own, value] = [keyOf(pair), rangeOf(pair.key), rangeOf(pair.value)];
  return key === undefined || !own ? [] : [{ key, start: own[0], end: Math.max(value?.[1] ?? 0, own[1]) }];
}

function rangeOf(node: unknown): readonly [number, number, number] | undefined {
  return (node as { range?: readonly [number, number, number] } | null | undefined)?.range;
}

function repeatedIn(document: Document.Parsed): readonly RepeatedKey[] {
  const repeated: RepeatedKey[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Map<string, Pair>();
      for (const pair of map.items as Pair[]) {
        const key = keyOf(pair);
        const first = key === undefined ? undefined : seen.get(key);
        if (key === undefined || key === '<<') continue;
        seen.set(key, pair);
        if (first && formOf(first, document) !== formOf(pair, document))
          repeated.push({ key, first: rangeOf(first.key)?.[0] ?? 0, last: rangeOf(pair.key)?.[0] ?? 0 });
      }
    },
  });
  return repeated;
}

function formOf({ value }: Pair, document: Document.Parsed): string {
  return JSON.stringify(isNode(value) ? value.toJS(document) : value);
}
