import path from 'node:path';
import { diagnose } from '../../../model/diagnostic.ts';
import { unreservedName } from '../../../model/environment-names.ts';
import type { Source } from '../../../model/source.ts';
import { type FoundValue, textValue, type ValuePart } from '../found-connector.ts';
import { combine, emptyFile, type FoundConnectorFile, type FoundFile, positionOf } from './found-file.ts';
import type { FoundConnector } from './shapes/data-shape.ts';

/** Connectors in parsed data, with their context. */
export interface FoundData {
  readonly found: readonly FoundConnector[];
  /** Where the data begins in the file. */
  readonly offset: number;
  /** The name in the URL of a request, which takes precedence. */
  readonly name?: string | undefined;
  /** A character on both sides of each variable name in the data. */
  readonly mark?: string | undefined;
}

/** Converts connectors in parsed data, with a warning for everything that is skipped or guessed. */
export function toFoundConnectors(
  file: FoundFile,
  { found, offset, name, mark }: FoundData,
): FoundConnectorFile {
  const source = positionOf(file, offset);
  return combine(found.map((one) => toFoundConnector(file, one, { source, name, mark })));
}

function toFoundConnector(
  file: FoundFile,
  one: FoundConnector,
  { source, name, mark }: Pick<FoundData, 'name' | 'mark'> & { readonly source: Source },
): FoundConnectorFile {
  const fromFile = path.posix.parse(file.file).name.replace(/[^A-Za-z0-9._-]+/g, '-');
  const own = name ?? (one.name === undefined ? fromFile : shownName(one.name, mark));
  const [nested] = one.nestedKeys;
  if (nested !== undefined) {
    const problem = diagnose('import-nested-value', { name: own, key: nested }, { source });
    return { ...emptyFile, skipped: [{ name: own, problem }] };
  }
  const config = [...one.config].filter(([key, text]) => key !== 'name' || !isSameName(text, own, name));
  const values = config.map(([key, text]) => [key, foundValue(text, mark)] as const);
  return {
    ...emptyFile,
    connectors: [{ name: own, config: new Map(values), state: one.state, source }],
    diagnostics: [
      ...((name ?? one.name) === undefined
        ? [diagnose('import-name-from-file', { name: own }, { source })]
        : []),
      ...(one.nullKeys.length > 0
        ? [diagnose('import-null-value', { name: own, keys: one.nullKeys }, { source })]
        : []),
      ...(one.ignored && one.ignored.length > 0
        ? [diagnose('import-without-counterpart', { name: own, parts: one.ignored }, { source })]
        : []),
    ],
  };
}

/** A name in the config that depends on shell variables is assumed to equal the name in the URL. */
function isSameName(inConfig: string, name: string, inUrl: string | undefined): boolean {
  return inConfig === name || (inUrl !== undefined && /[$\ue000-\uf8ff]/.test(inConfig));
}

/** A name with shell variables is shown unresolved; it is not valid in a connector file. */
function shownName(name: string, mark: string | undefined): string {
  if (mark === undefined) return name;
  return name
    .split(mark)
    .map((part, index) => (index % 2 === 1 ? `\${${part}}` : part))
    .join('');
}

function foundValue(text: string, mark: string | undefined): FoundValue {
  if (mark === undefined || !text.includes(mark)) return textValue(text);
  const parts = text
    .split(mark)
    .map(
      (part, index): ValuePart =>
        index % 2 === 1
          ? { kind: 'variable', scope: 'env', name: unreservedName(part) }
          : { kind: 'text', text: part },
    );
  return parts.filter((part) => part.kind === 'variable' || part.text !== '');
}
