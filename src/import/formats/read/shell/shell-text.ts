/** The text that the shell makes of a word, as far as it is known before the script runs. */
export type ShellText = readonly ShellPart[];

/** A part of such a text. */
export type ShellPart = TextPart | VariablePart | UnknownPart;

/** Known text. */
export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  /** Where it is written. Undefined: at the word that contains it. */
  readonly origin?: TextOrigin | undefined;
  /** The variable with this value, which the script sets. */
  readonly from?: string | undefined;
}

/** Where a text is written. */
export interface TextOrigin {
  /** The path of a file that the script reads; undefined: the script. */
  readonly file: string | undefined;
  readonly offset: number;
  /** With the escapes of the shell. */
  readonly written: string;
}

/** A variable with one value in each run: of the environment, or set to what is known only when the script runs. */
export interface VariablePart {
  readonly kind: 'variable';
  readonly name: string;
  /** Changes with each assignment. */
  readonly version: number;
  /** `${NAME:-default}`. */
  readonly hasDefault?: boolean;
}

/** An expansion that is known only when the script runs. */
export interface UnknownPart {
  readonly kind: 'unknown';
  readonly raw: string;
  /** Why it is not known, if that is another reason. */
  readonly reason?: string;
  /** What a process substitution prints, if that is known. */
  readonly output?: ShellText | undefined;
  /** The directory of the script, which is known as a path only. */
  readonly isScriptFolder?: boolean;
}

/** A word after expansion. */
export interface ShellWord {
  readonly text: ShellText;
  /** As it is written in the script. */
  readonly raw: string;
  readonly offset: number;
}

/** Stands for what another shell has expanded in a script that is an argument. No script contains it itself. */
export const expandedMark = '\u{F8FF0}';

/** Literal text of a script, in which a mark is unknown. */
export function withUnknownMarks(part: TextPart): ShellText {
  if (!part.text.includes(expandedMark)) return [part];
  return part.text
    .split(expandedMark)
    .flatMap((text, index): ShellText => [...(index === 0 ? [] : unknownText('$…')), { ...part, text }])
    .filter((one) => one.kind !== 'text' || one.text !== '');
}

/** Known text at no place of its own. */
export function plainText(text: string): ShellText {
  return [{ kind: 'text', text }];
}

/** The text of a word without variables; undefined if it has some. */
export function literalOf(text: ShellText | undefined): string | undefined {
  if (!text?.every((part) => part.kind === 'text')) return undefined;
  return text.map((part) => part.text).join('');
}

/** The known text before the first variable. */
export function leadOf(text: ShellText): string {
  const end = text.findIndex(({ kind }) => kind !== 'text');
  return literalOf(end < 0 ? text : text.slice(0, end)) ?? '';
}

/** A text without its first characters, which are known. */
export function withoutLead(text: ShellText, length: number): ShellText {
  return sliceText(text, length, Number.POSITIVE_INFINITY);
}

/** A path that a script refers to, relative to the script. */
export function pathOf(text: ShellText): string | undefined {
  return literalOf(
    text.flatMap((part) => (part.kind === 'unknown' && part.isScriptFolder ? plainText('.') : [part])),
  );
}

/** Text that is known only when the script runs. */
export function unknownText(raw: string): ShellText {
  return [{ kind: 'unknown', raw }];
}

/** Whether a text is known apart from variables. */
export function isCertain(text: ShellText): boolean {
  return text.every((part) => part.kind !== 'unknown');
}

/** A stretch of a text in which a variable counts as one character. */
export function sliceText(text: ShellText, start: number, end: number): ShellText {
  let at = 0;
  return text.flatMap((part): ShellText => {
    const from = at;
    at += part.kind === 'text' ? part.text.length : 1;
    if (part.kind !== 'text') return from >= start && from < end ? [part] : [];
    const piece = slicePart(part, Math.max(start - from, 0), Math.max(end - from, 0));
    return piece.text === '' ? [] : [piece];
  });
}

/** A stretch of known text. */
export function slicePart(part: TextPart, start: number, end: number): TextPart {
  const text = part.text.slice(start, end);
  const { origin } = part;
  if (text === part.text || !origin) return { ...part, text };
  const isAsWritten = origin.written === part.text;
  const place = isAsWritten ? { ...origin, offset: origin.offset + start, written: text } : origin;
  return { ...part, text, origin: place, from: undefined };
}

/** `<<-` removes the tabs at the start of lines. */
export function withoutTabs(text: ShellText, start: number): ShellText {
  return text.flatMap((part): ShellText => {
    const { origin } = part.kind === 'text' ? part : { origin: undefined };
    if (part.kind !== 'text') return [part];
    const lines = part.text.split(/(?<=\n)/);
    let offset = origin?.offset ?? start;
    return lines.map((line, index) => {
      const isStart = index > 0 || offset === start;
      const stripped = isStart ? line.replace(/^\t+/, '') : line;
      const at = offset + line.length - stripped.length;
      offset += line.length;
      const place = origin?.written === part.text ? { ...origin, offset: at, written: stripped } : origin;
      return { ...part, text: stripped, origin: place };
    });
  });
}
