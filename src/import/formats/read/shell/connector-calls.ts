import { type CallBody, clientIndex, expansionOf, type HttpCall, httpCalls, shownForm } from './http-call.ts';
import { startsOther } from './nested-script.ts';

import {
  leadOf,
  literalOf,
  type ShellText,
  type ShellWord,
  sliceText,
  unknownText,
  withoutLead,
} from './shell-text.ts';
import type { StartedProgram } from './started-program.ts';

/** What a script does to a connector. */
export interface ConnectorCall {
  /** `mention`: data with a connector that is no body of a request, as far as this is known. */
  readonly kind: 'write' | 'delete' | 'mention';
  readonly offset: number;
  readonly branch: string;
  /** The URL as written, without userinfo and query. */
  readonly url: string | undefined;
  /** The name in the URL; undefined if it has none. */
  readonly name: ShellText | undefined;
  /** What the body is read from, as written. */
  readonly body: string | undefined;
  /** The body as far as it is known. */
  readonly content: ShellText;
  /** Why it is not known. */
  readonly problem: string | undefined;
}

/** The connectors that a program creates, changes or deletes. */
export function connectorCalls(program: StartedProgram): readonly ConnectorCall[] {
  const { words } = program;
  const [first = ''] = words.map(({ text }) => literalOf(text) ?? '');
  if (/^(?:jq|yq|sed|awk|grep|python\d?|node|test|\[)$/.test(first)) return [];
  const index = clientIndex(words);
  const isPrinted = /^(?:echo|printf|cat|tee)$/.test(first);
  if (isPrinted) return mentions(program);
  if (index < 0) return [...unknownCall(program), ...otherShell(program), ...mentions(program)];
  const isContainer = /^(?:docker|docker-compose|podman|nerdctl|kubectl|oc)$/.test(first);
  const isDirect = index === 0 || isContainer || startsOther.test(first);
  const reason = isDirect ? undefined : `it is run by ${first === '' ? 'another program' : `"${first}"`}`;
  const calls = httpCalls(words.slice(index), program.stdin !== undefined);
  return calls.flatMap((call) => ofCall(call, program, reason, isContainer));
}

function ofCall(
  { url, method, bodies }: HttpCall,
  program: StartedProgram,
  otherReason: string | undefined,
  isContainer = false,
): readonly ConnectorCall[] {
  const target = url && targetOf(url.text);
  const { offset, branch } = program;
  const [body] = bodies;
  const name = target || !url || literalOf(url.text) !== undefined ? target?.name : unknownText(url.raw);
  const base = { offset, branch, url: url && shownUrl(url), name, body: body?.raw };
  if (method === 'DELETE' && target?.kind === 'connector')
    return [{ ...base, kind: 'delete', content: [], problem: undefined }];
  const isWrite = target?.kind === 'create' || target?.kind === 'config';
  const sends = method !== 'GET' && method !== 'DELETE' && (bodies.length > 0 || isWrite);
  if (!sends || (target && !isWrite)) return [];
  const { content, problem } = contentOf(body, program, isContainer);
  if (!target && !mentionsConnector(content)) return [];
  const changed = changedIn([...(target?.name ?? []), ...content], program);
  const reason = otherReason ?? problemOf(bodies, method, program) ?? problem ?? changed;
  return [{ ...base, kind: 'write', content, problem: reason }];
}

function contentOf(body: CallBody | undefined, program: StartedProgram, isContainer: boolean) {
  const source = body ? sourceOf(body, program, isContainer) : 'its body is not visible in the script';
  if (typeof source === 'string') return { content: [], problem: source };
  return { content: source, problem: unknownIn(source) };
}

function problemOf(
  bodies: readonly CallBody[],
  method: string | undefined,
  { isUnreachable }: StartedProgram,
): string | undefined {
  if (isUnreachable) return 'the script ends before it';
  if (method === 'PATCH') return 'it changes a part of a config';
  if (bodies.some(({ kind }) => kind === 'other')) return 'its body is built from fields';
  return bodies.length > 1 ? 'it sends several bodies' : undefined;
}

function sourceOf(
  body: CallBody,
  { stdin, readFile }: StartedProgram,
  isContainer: boolean,
): ShellText | string {
  if (body.kind === 'text' || body.kind === 'other') return body.text;
  if (body.kind === 'stdin') return stdin ?? 'it reads the standard input of the script';
  const [only, other] = body.text;
  if (only?.kind === 'unknown' && !other && only.output) return only.output;
  return isContainer ? 'the file is in the container' : readFile(body.text);
}

function unknownIn(content: ShellText): string | undefined {
  if (content.some((part, index) => part.kind === 'variable' && endsInDollar(content[index - 1])))
    return 'a "$" before a variable cannot be declared';
  const unknown = content.find((part) => part.kind === 'unknown');
  if (!unknown) return undefined;
  const what = unknown.raw === '-' ? 'what it reads' : (expansionOf(unknown.raw) ?? 'a part of it');
  return unknown.reason ?? `${what} is known only when the script runs`;
}

function changedIn(text: ShellText, { isCurrent }: StartedProgram): string | undefined {
  const changed = text.find((part) => part.kind === 'variable' && !isCurrent(part));
  return changed?.kind === 'variable' ? `$${changed.name} has several values in the script` : undefined;
}

function endsInDollar(part: ShellText[number] | undefined): boolean {
  return part?.kind === 'text' && part.text.endsWith('$');
}

/** A call of a program that is not known, with a URL and a method or a body. */
function unknownCall(program: StartedProgram): readonly ConnectorCall[] {
  const { words, stdin } = program;
  const url = words.find(({ text }) => /^(?:create|config)$/.test(targetOf(text)?.kind ?? ''));
  const body = words.find(({ raw }) => /^["']?@|^--?(?:d|data\S*|json|body)\b/.test(raw));
  const isWrite = body !== undefined || words.some(({ raw }) => /^(?:PUT|POST)$/.test(raw));
  if (!url || !isWrite) return [];
  const raw = body && /^["']?@/.test(body.raw) ? shownForm(body.raw) : stdin && '-';
  const source = { kind: 'other', text: [], raw: raw ?? 'its arguments' } as const;
  const name = literalOf(words[0]?.text ?? []) ?? 'its program';
  return ofCall({ url, method: undefined, bodies: [source] }, program, `"${name}" is not known`);
}

/** A call in a script that another shell gets as its input or in a variable. */
function otherShell({ words, stdin = [], offset, branch }: StartedProgram): readonly ConnectorCall[] {
  const texts = [...words.map(({ text }) => text), stdin].map((text) =>
    text.map((part) => (part.kind === 'text' ? part.text : '…')).join(''),
  );
  return texts.flatMap((text) => {
    const url = text.split(/[\s"'\\;]/).find((word) => word.includes('/connectors'));
    const isWrite = /\bcurl\b/.test(text) && /\b(?:PUT|POST)\b|\s-(?:d|T|-data|-json)/.test(text);
    if (url === undefined || !isWrite) return [];
    const { name } = targetOf([{ kind: 'text', text: url }]) ?? {};
    const base = { offset, branch, url: shownUrl({ raw: url }), name, body: undefined };
    return [{ ...base, kind: 'write' as const, content: [], problem: 'another shell runs it' }];
  });
}

/** Connectors in the arguments or the input of any program: wrappers, and files that the script writes. */
function mentions(program: StartedProgram): readonly ConnectorCall[] {
  const { words, stdin, offset, branch } = program;
  const option = words.findIndex(({ raw }) => /^--(?:connector|connector-name|name)$/.test(raw));
  const name = option < 0 ? undefined : words[option + 1]?.text;
  const texts = [...words.map(({ text }) => text), ...(stdin ? [stdin] : [])].flatMap((content) => {
    if (isFile(content) || !/^\s*[{[]/.test(leadOf(content)) || !mentionsConnector(content)) return [];
    const problem = unknownIn(content) ?? changedIn(content, program);
    return [
      { kind: 'mention' as const, offset, branch, url: undefined, name, body: undefined, content, problem },
    ];
  });
  return [...texts, ...mentionedFiles(program)];
}

/** Files with connectors that a program gets which is not known, such as a function of another script. */
function mentionedFiles({ words, offset, branch, readFile }: StartedProgram): readonly ConnectorCall[] {
  const [first, ...others] = words;
  const program = literalOf(first?.text ?? []) ?? 'a program';
  if (copiesFiles.test(program)) return [];
  return others.flatMap(({ text, raw }) => {
    const isNamed = /^@|\.json$/.test(literalOf(text) ?? '');
    const content = isNamed ? readFile(withoutLead(text, leadOf(text).startsWith('@') ? 1 : 0)) : '';
    if (typeof content === 'string' || !mentionsConnector(content)) return [];
    const call = { offset, branch, url: undefined, name: undefined, body: shownForm(raw), content };
    return [{ ...call, kind: 'mention' as const, problem: `what "${program}" does with it is not known` }];
  });
}

const copiesFiles =
  /^(?:cp|mv|rm|ln|ls|git|scp|rsync|chmod|chown|install|diff|cmp|head|tail|wc|stat|file|touch|find|cat|echo|printf|tee|docker|docker-compose|podman|kubectl|oc|envsubst|basename|dirname|realpath|jsonlint|\[\[?|test)$/;

function isFile([first]: ShellText): boolean {
  return first?.kind === 'text' && first.origin?.file !== undefined;
}

function mentionsConnector(content: ShellText): boolean {
  return (
    typeof content !== 'string' &&
    content.some((part) => part.kind === 'text' && part.text.includes('connector.class'))
  );
}

/** What a URL refers to; undefined if it does not say so. */
function targetOf(url: ShellText) {
  const path = url.map((part) => (part.kind === 'text' ? part.text : '\uffff')).join('');
  const [address = ''] = path.split(/[?#]/, 1);
  const found = /\/connectors(?:\/([^/]+)(\/config)?)?\/?$/d.exec(address);
  const [start, end] = found?.indices?.[1] ?? [0, 0];
  const name = end > start ? sliceText(url, start, end) : undefined;
  if (found) return { kind: name ? (found[2] ? 'config' : 'connector') : 'create', name } as const;
  // Any other URL may belong to a gateway; what it gets is a config if it contains one.
  return path.includes('/connector-plugins/') ? ({ kind: 'other', name } as const) : undefined;
}

/** A URL as written, without quotes, userinfo and query, which may contain secrets. */
function shownUrl({ raw }: Pick<ShellWord, 'raw'>): string {
  const text = shownForm(raw).replace(/\?.*$/s, '');
  const path = text.indexOf('/connectors');
  const end = text.lastIndexOf('@', path < 0 ? text.length : path);
  return (/^\w{1,10}:\/\//.exec(text)?.[0] ?? '').repeat(end < 0 ? 0 : 1) + text.slice(end + 1);
}
