import { hasErrors } from '../model/diagnostic.ts';
import type { PackEntry, PackValue, PolicyDocument } from '../model/policy.ts';
import type { SchemaCheck } from './check-document.ts';
import { readPolicy } from './policy-document.ts';
import type { Report } from './report.ts';
import {
  childOf,
  entriesOf,
  itemsOf,
  oneOrMoreOf,
  type SourceMap,
  type SourceNode,
  scalarOf,
} from './source-node.ts';
import type { SourceText } from './source-text.ts';

/** `policy` of the project file. */
export interface PolicySection {
  /** Patterns of policy files; undefined: the usual ones. */
  readonly files: readonly string[] | undefined;
  readonly pack: readonly PackEntry[];
  readonly rules: readonly PolicyDocument[];
}

/** A project file without `policy`. */
export const emptySection: PolicySection = { files: undefined, pack: [], rules: [] };

/** Reads `policy` of the project file; what violates the schema is already reported and is left out. */
export function readPolicySection(
  source: SourceText,
  map: SourceMap,
  { checkPolicy, report }: { readonly checkPolicy: SchemaCheck | undefined; readonly report: Report },
): PolicySection {
  const section = childOf(map, 'policy');
  if (!section) return emptySection;
  const rules = childOf(section, 'rules');
  const files = childOf(section, 'files');
  return {
    files: files && oneOrMoreOf(section, 'files').map(({ text }) => text),
    pack: readPack(source, childOf(section, 'pack')),
    rules: (rules?.kind === 'list' ? rules.items : []).flatMap((node) => {
      if (node.kind !== 'map' || !checkPolicy) return [];
      const problems = checkPolicy(source, node);
      problems.forEach(report);
      return hasErrors(problems) ? [] : (readPolicy(source, node, report) ?? []);
    }),
  };
}

function readPack(source: SourceText, node: SourceNode | undefined): readonly PackEntry[] {
  const items = node?.kind === 'list' ? node.items : node ? [node] : [];
  return items.flatMap((item) => {
    const name = item.kind === 'scalar' ? item : scalarOf(item, 'name');
    if (!name || name.text === '') return [];
    return [{ name: name.text, with: readValues(source, item), source: source.sourceOf(name.span) }];
  });
}

function readValues(source: SourceText, item: SourceNode): ReadonlyMap<string, PackValue> {
  const values = childOf(item, 'with');
  const found = new Map<string, PackValue>();
  for (const { key, keySpan, value } of entriesOf(item, 'with')) {
    const place = source.sourceOf(keySpan);
    if (value.kind === 'scalar') found.set(key, { value: value.text, source: place });
    else if (value.kind === 'list')
      found.set(key, { value: itemsOf(values, key).map(({ text }) => text), source: place });
  }
  return found;
}
