import path from 'node:path';
import { type Diagnostic, diagnose } from '../../../model/diagnostic.ts';
import type { Source } from '../../../model/source.ts';
import { type FoundComments, filledIn, headComment } from '../found-connector.ts';
import { assignComments } from './assign-comments.ts';
import type { DataPlaces, RepeatedKey } from './data-places.ts';
import { combine, emptyFile, type FoundConnectorFile, type FoundFile, positionOf } from './found-file.ts';
import type { DataPath, FoundConnector, ManagedService } from './shapes/data-shape.ts';
import { unknownMembers } from './unknown-members.ts';
import { hasVariables, withVariables } from './variable-mark.ts';

/** Connectors in parsed data, with their context. */
export interface FoundData {
  readonly found: readonly FoundConnector[];
  /** Where the data begins in the file; used where `places` is undefined. */
  readonly offset: number;
  /** The name in the URL of a request, which takes precedence. */
  readonly name?: string | undefined;
  /** All of the data, to name members of a connector that import does not read. */
  readonly data?: unknown;
  readonly places?: DataPlaces | undefined;
}

/** Converts connectors in parsed data, with a warning for everything that is skipped, guessed or ambiguous. */
export function toFoundConnectors(file: FoundFile, data: FoundData): FoundConnectorFile {
  const { found, places } = data;
  const comments = places ? commentsOf(file.text, places, found) : [];
  const connectors = found.map((one, index) =>
    toFoundConnector(file, one, { ...data, comments: comments[index] }),
  );
  const repeated = found.length === 0 ? [] : (places?.repeated ?? []);
  return combine([
    ...connectors,
    { ...emptyFile, diagnostics: repeated.map((key) => repeatedKey(file, key)) },
  ]);
}

interface Context extends FoundData {
  readonly comments: FoundComments | undefined;
}

function toFoundConnector(file: FoundFile, one: FoundConnector, context: Context): FoundConnectorFile {
  const { name, offset, places } = context;
  const fromFile = path.posix.parse(file.file).name.replace(/[^A-Za-z0-9._-]+/g, '-');
  const raw = name ?? one.name;
  const own = raw === undefined ? fromFile : filledIn(withVariables(raw), new Map());
  const source = positionOf(file, places?.offsetOf(outerPath(one.path)) ?? offset);
  const [unknown] = one.unknown ?? [];
  if (unknown) {
    const { uses, remedy } = unknown.value;
    const args = { name: own, key: unknown.key, uses, remedy };
    return {
      ...emptyFile,
      skipped: [{ name: own, problem: diagnose('import-unknown-value', args, { source }) }],
    };
  }
  const [nested] = one.nestedKeys;
  if (nested !== undefined) {
    const problem = diagnose(
      'import-nested-value',
      { name: own, key: nested },
      { source: keyPosition(file, one, { key: nested, places }) ?? source },
    );
    return { ...emptyFile, skipped: [{ name: own, problem }] };
  }
  const config = [...one.config].filter(
    ([key, text]) => key !== 'name' || !(text === one.name || isSameName(text, own, name)),
  );
  const values = config.map(([key, text]) => [key, withVariables(text)] as const);
  return {
    ...emptyFile,
    connectors: [
      {
        name: own,
        writtenName: raw !== undefined && hasVariables(raw) ? withVariables(raw) : undefined,
        config: new Map(values),
        state: one.state,
        source,
        comments: withoutName(context.comments),
        secretKeys: one.secretKeys,
        ...(raw === undefined && { isNamedByFile: true }),
      },
    ],
    diagnostics: warningsAbout(file, one, { ...context, own, source }),
  };
}

function warningsAbout(
  file: FoundFile,
  one: FoundConnector,
  { own, source, name, data, places }: Context & { readonly own: string; readonly source: Source },
): readonly Diagnostic[] {
  const [firstNull] = one.nullKeys;
  const unknown = unknownMembers(data, one.path);
  const found: Diagnostic[] = [];
  if ((name ?? one.name) === undefined)
    found.push(diagnose('import-name-from-file', { name: own }, { source }));
  if (firstNull !== undefined) {
    const place = keyPosition(file, one, { key: firstNull, places }) ?? source;
    found.push(
      diagnose('import-null-value', { name: own, keys: one.nullKeys, ignored: false }, { source: place }),
    );
  }
  if (one.ignored && one.ignored.length > 0)
    found.push(diagnose('import-without-counterpart', { names: [own], parts: one.ignored }, { source }));
  if (one.service) found.push(serviceWarning(one, one.service, { own, source }));
  if (unknown.length > 0)
    found.push(diagnose('import-unknown-keys', { name: own, keys: unknown }, { source }));
  return found;
}

/** A fully managed class of Confluent Cloud has no package: `PostgresCdcSource`. */
function serviceWarning(
  { config }: FoundConnector,
  service: ManagedService,
  { own, source }: { readonly own: string; readonly source: Source },
): Diagnostic {
  const className = config.get('connector.class') ?? '';
  const isItsOwn = service === 'Confluent Cloud' && !className.includes('.');
  return diagnose('import-managed-service', { name: own, service, className, isItsOwn }, { source });
}

/** The name is no key of a connector file: its comments belong to the connector. */
function withoutName(comments: FoundComments | undefined): FoundComments | undefined {
  const ofName = comments?.get('name');
  if (!comments || !ofName) return comments;
  const others = [...comments].filter(([key]) => key !== 'name' && key !== headComment);
  return new Map([[headComment, [...(comments.get(headComment) ?? []), ...ofName]], ...others]);
}

/** The object that has the config as a member, or the config itself. */
function outerPath(at: DataPath): DataPath {
  return at.at(-1) === 'config' ? at.slice(0, -1) : at;
}

function keyPosition(
  file: FoundFile,
  { path: at }: FoundConnector,
  { key, places }: { readonly key: string; readonly places: DataPlaces | undefined },
): Source | undefined {
  const member = places?.membersOf(at).findLast((one) => one.key === key);
  return member && positionOf(file, member.start);
}

/** Which value counts is the same in all formats: parsers and Kafka Connect use the last one. */
function repeatedKey(file: FoundFile, { key, first, last }: RepeatedKey): Diagnostic {
  const related = [{ label: 'first written in', source: positionOf(file, first) }];
  return diagnose('import-repeated-key', { key }, { source: positionOf(file, last), related });
}

function commentsOf(text: string, places: DataPlaces, found: readonly FoundConnector[]) {
  const configs = found.map(({ path: at }) => {
    const members = [...places.membersOf(at)].sort((one, other) => one.start - other.start);
    const outer = places.membersOf(at.slice(0, -1)).findLast(({ key }) => key === at.at(-1));
    return {
      members,
      begin: outer ? endOfLine(text, outer.start) : startOfBlock(text, members[0]?.start ?? 0),
    };
  });
  return assignComments(text, places.comments, configs);
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

/** The beginning of the comment lines right above an offset: a blank line ends them. */
function startOfBlock(text: string, offset: number): number {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  while (start > 0) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^[ \t\f]*[#!]/.test(text.slice(before, start))) break;
    start = before;
  }
  return start;
}

/** A name in the config that depends on shell variables is assumed to equal the name in the URL. */
function isSameName(inConfig: string, name: string, inUrl: string | undefined): boolean {
  return inConfig === name || (inUrl !== undefined && /[$\ue000-\uf8ff]/.test(inConfig));
}
