import { findJsonFault } from '../../../../desired/json-syntax.ts';
import { type Diagnostic, diagnose } from '../../../../model/diagnostic.ts';
import {
  combine,
  emptyFile,
  type FoundConnectorFile,
  type FoundFile,
  faultPositionOf,
  positionOf,
} from '../found-file.ts';
import { describeJsonFault, readJsonText } from '../read-json-file.ts';
import { splitJson } from '../split-json.ts';
import { withVariables } from '../variable-mark.ts';
import type { ConnectorCall } from './connector-calls.ts';
import { isKnownValue, type JsonTemplate, jsonTemplate } from './json-template.ts';
import { nameWith, withKnownValues } from './known-values.ts';
import { listed, type ReadCall } from './last-definitions.ts';
import { isCertain, plainText, type ShellPart, type ShellText, type TextPart } from './shell-text.ts';

/** Reads the calls of a script. */
export function readCalls(file: FoundFile, calls: readonly ConnectorCall[]): readonly ReadCall[] {
  const texts = calls.flatMap(({ name, content }) => [...(name ?? []), ...content]);
  const context: Context = {
    file,
    isMarked: singleValues(texts),
    versions: new Map(),
    sent: new Set(calls.flatMap(({ kind, content }) => (kind === 'mention' ? [] : placesOf(content)))),
  };
  return calls.flatMap((call) => readCall(call, context));
}

interface Context {
  readonly file: FoundFile;
  /** Whether a variable with a known value has only that value. */
  readonly isMarked: (name: string) => boolean;
  /** Which value of a variable the connectors refer to. */
  readonly versions: Map<string, number>;
  /** Where the text of bodies is written: positions of the script, and files. */
  readonly sent: ReadonlySet<number | string>;
}

function readCall(call: ConnectorCall, context: Context): readonly ReadCall[] {
  const { kind, content } = call;
  const name = call.name && isCertain(call.name) ? nameTemplate(call.name, context) : undefined;
  const own = name && shownName(name);
  if (kind === 'delete') return [{ call, name: own, read: emptyFile }];
  if (kind === 'mention' && placesOf(content).some((one) => context.sent.has(one))) return [];
  const unread = (reason: string) => [{ call, name: own, read: listed(context.file, call, reason) }];
  if (call.problem !== undefined) return unread(call.problem);
  const template = jsonTemplate(content, context.isMarked);
  const changed = changedVariable([...(call.name ?? []), ...content], context.versions);
  if (changed !== undefined) return unread(`$${changed} has several values in the script`);
  const read = readBody({ call, content, template, name, context });
  if (read.skipped.length > 0) return [{ call, name: own, read }];
  if (read.connectors.length === 0 && call.url === undefined) return [];
  const problem = problemOf(call, read, name);
  if (problem !== undefined) return unread(problem);
  return read.connectors.map((one, index) => ({
    call,
    name: one.isNamedByFile ? undefined : one.name,
    read: { ...(index === 0 ? read : emptyFile), connectors: [one] },
  }));
}

function problemOf(
  call: ConnectorCall,
  { connectors: [first] }: FoundConnectorFile,
  name: JsonTemplate | undefined,
): string | undefined {
  const [only, other] = call.content;
  if (!first && only?.kind === 'variable' && !other)
    return `$${only.name} is known only when the script runs`;
  if (!first) return 'no "connector.class" is in what it sends';
  if (!first.isNamedByFile) return undefined;
  if (call.name && !name) return 'the name is known only when the script runs';
  return call.kind === 'mention' ? 'it has no name, and no request that sends it is known' : undefined;
}

interface Body {
  readonly call: ConnectorCall;
  readonly content: ShellText;
  readonly template: JsonTemplate;
  readonly name: JsonTemplate | undefined;
  readonly context: Context;
}

function readBody({ call, content, template, name, context }: Body): FoundConnectorFile {
  const named = originOf(content[0])?.file;
  const text = named === undefined ? undefined : context.file.readNamed(named);
  const target =
    named === undefined || text === undefined ? context.file : { ...context.file, file: named, text };
  const placeOf = (offset: number) =>
    offsetIn(template.placeOf(offset)) ?? (target === context.file ? call.offset : 0);
  const parts = splitJson(template.text).map((json) => {
    const fault = findJsonFault(json.text);
    if (!fault) return readJsonText(target, json.text, (at) => placeOf(json.offset + at), name?.text);
    const source = faultPositionOf(target, placeOf(json.offset + fault.offset));
    const problem = diagnose('import-part-unreadable', { reason: describeJsonFault(fault) }, { source });
    return { ...emptyFile, skipped: [{ name: nameFor(call, name, context), problem }] };
  });
  const known = new Map([...template.known, ...(name?.known ?? [])]);
  const read = withKnownValues(combine(parts), known);
  return { ...read, diagnostics: [...read.diagnostics, ...droppedDefaults(content, call, context)] };
}

function nameFor({ url }: ConnectorCall, name: JsonTemplate | undefined, { file }: Context): string {
  return name ? shownName(name) : (url ?? file.file);
}

function shownName({ text, known }: JsonTemplate): string {
  return nameWith(withVariables(text), known).name;
}

/** `${NAME:-default}` becomes a variable; the default may be a secret and is not shown. */
function droppedDefaults(
  content: ShellText,
  { offset }: ConnectorCall,
  { file }: Context,
): readonly Diagnostic[] {
  const names = content.flatMap((part) => (part.kind === 'variable' && part.hasDefault ? [part.name] : []));
  const source = positionOf(file, offset);
  return [...new Set(names)].map((name) => diagnose('import-default-dropped', { name }, { source }));
}

/** A variable with another value than where it was used before. */
function changedVariable(text: ShellText, versions: Map<string, number>): string | undefined {
  for (const part of text) {
    if (part.kind !== 'variable') continue;
    const before = versions.get(part.name) ?? part.version;
    if (before !== part.version) return part.name;
    versions.set(part.name, part.version);
  }
  return undefined;
}

function nameTemplate(text: ShellText, { isMarked }: Context): JsonTemplate {
  const quoted = jsonTemplate([...plainText('"'), ...text.map(decoded)], isMarked);
  return { ...quoted, text: quoted.text.slice(1) };
}

/** A part of a URL without its percent-encoding. */
function decoded(part: ShellPart): ShellPart {
  if (part.kind !== 'text') return part;
  try {
    return { ...part, text: decodeURIComponent(part.text) };
  } catch {
    return part;
  }
}

function originOf(part: ShellPart | undefined): TextPart['origin'] {
  return part?.kind === 'text' ? part.origin : undefined;
}

/** Where the texts of a body are written. */
function placesOf(content: ShellText): readonly (number | string)[] {
  return content.flatMap((part) => {
    const origin = originOf(part);
    return origin ? [origin.file ?? origin.offset] : [];
  });
}

/** The position of a character of a part, with the escapes of the shell before it. */
function offsetIn({ part, within }: ReturnType<JsonTemplate['placeOf']>): number | undefined {
  const origin = originOf(part);
  if (!origin || part?.kind !== 'text') return undefined;
  if (origin.written === part.text) return origin.offset + within;
  let at = 0;
  for (const { length } of origin.written
    .match(/\\\n|\\[$`"\\]|./gs)
    ?.filter((one) => one !== '\\\n')
    .slice(0, within) ?? [])
    at += length;
  return origin.offset + at;
}

/** Variables that have the same value wherever names or bodies contain it. */
function singleValues(texts: ShellText): (name: string) => boolean {
  const values = new Map<string, Set<string>>();
  for (const part of texts.filter(isKnownValue))
    values.set(part.from, (values.get(part.from) ?? new Set()).add(part.text));
  return (name) => values.get(name)?.size === 1;
}
