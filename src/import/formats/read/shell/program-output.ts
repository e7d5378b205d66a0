import {
  literalOf,
  pathOf,
  plainText,
  type ShellPart,
  type ShellText,
  type ShellWord,
  slicePart,
} from './shell-text.ts';

/** What a program reads. */
export interface ProgramInput {
  /** Undefined: nothing, or something unknown. */
  readonly stdin: ShellText | undefined;
  readonly readFile: (path: ShellText) => ShellText | undefined;
  /** The value of a variable of the environment of the program; undefined if it is not certain. */
  readonly exported: (name: string) => ShellText | undefined;
}

/** What a program prints; undefined if that is known only when it runs. */
export function programOutput([program, ...words]: readonly ShellWord[], input: ProgramInput) {
  const texts = words.map(({ text }) => text);
  switch (literalOf(program?.text)) {
    case 'cat':
      return cat(texts, input);
    case 'echo':
      return echo(texts);
    case 'printf':
      return printf(texts);
    case 'envsubst':
      return envsubst(texts, input);
    case 'dirname':
      return isScript(words) ? scriptFolder : undefined;
    default:
      return undefined;
  }
}

/** The directory of the script: `$(dirname "$0")`. */
const scriptFolder: ShellText = [{ kind: 'unknown', raw: '$(dirname "$0")', isScriptFolder: true }];

function isScript(words: readonly ShellWord[]): boolean {
  const [only, other] = words.filter(({ raw }) => raw !== '--');
  return (
    !other && /^"?\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?(?::-\$0)?\})"?$/.test(only?.raw ?? '')
  );
}

function cat(texts: readonly ShellText[], { stdin, readFile }: ProgramInput): ShellText | undefined {
  const read = texts.map((text) => (literalOf(text) === '-' ? stdin : readFile(text)));
  if (texts.length === 0) return stdin;
  return read.every((one) => one !== undefined) ? read.flat() : undefined;
}

/** Shells differ in how `echo` treats backslashes. */
function echo(texts: readonly ShellText[]): ShellText | undefined {
  const [first] = texts;
  const isPlain = literalOf(first) === '-n';
  const words = isPlain ? texts.slice(1) : texts;
  const joined = words.flatMap((text, index) => (index === 0 ? text : [...plainText(' '), ...text]));
  const isUnclear = joined.some((part) => part.kind === 'text' && part.text.includes('\\'));
  if (isUnclear || /^-/.test(literalOf(words[0]) ?? '')) return undefined;
  return isPlain ? joined : [...joined, ...plainText('\n')];
}

function printf([format, text, other]: readonly ShellText[]): ShellText | undefined {
  const literal = literalOf(format);
  if (!text) return literal === undefined || /[%\\]/.test(literal) ? undefined : format;
  if (other) return undefined;
  if (literal === '%s') return text;
  return literal === '%s\\n' ? [...text, ...plainText('\n')] : undefined;
}

/** Replaces `$NAME` and `${NAME}` by variables of the environment: all, or those that the argument lists. */
function envsubst([list, other]: readonly ShellText[], input: ProgramInput): ShellText | undefined {
  const names = list && literalOf(list);
  if (other || !input.stdin || (list && names === undefined) || /^-/.test(names ?? '')) return undefined;
  const only = names === undefined ? undefined : new Set(names.match(/(?<=\$\{?)[A-Za-z_]\w*/g));
  const parts = input.stdin.map((part) =>
    part.kind === 'text' ? substitute(part, only, input.exported) : [part],
  );
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}

function substitute(
  part: Extract<ShellPart, { kind: 'text' }>,
  only: ReadonlySet<string> | undefined,
  exported: ProgramInput['exported'],
): ShellText | undefined {
  const found: ShellPart[] = [];
  let end = 0;
  for (const match of part.text.matchAll(/\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g)) {
    const name = match[1] ?? match[2] ?? '';
    if (only && !only.has(name)) continue;
    const value = exported(name);
    if (!value) return undefined;
    found.push(slicePart(part, end, match.index), ...value);
    end = match.index + match[0].length;
  }
  return [...found, slicePart(part, end, part.text.length)];
}

/** The files that a program changes, apart from its output. */
export function changedFiles([program, ...words]: readonly ShellWord[]): readonly string[] {
  const paths = words.flatMap(({ text }) => pathOf(text) ?? []);
  const name = literalOf(program?.text) ?? '';
  if (/^(?:sed|yq|perl)$/.test(name))
    return words.some(({ raw }) => /^(?:-\w*i|--in-?place)/.test(raw)) ? paths : [];
  if (/^(?:cp|mv|ln|install|rsync)$/.test(name)) return paths.slice(-1);
  return /^(?:tee|sponge|rm|truncate)$/.test(name) ? paths : [];
}
