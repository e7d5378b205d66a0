import { rawText, type ShellCommand, type ShellPart, type ShellWord } from './shell-command.ts';

/** What the variables of a script hold, as far as its text tells. */
export type Assignments = ReadonlyMap<string, readonly ShellWord[]>;

/** A word once everything that the script itself tells is filled in. */
export interface ResolvedWord {
  readonly parts: readonly ResolvedPart[];
  readonly offset: number;
}

/** A piece of such a word: text, a variable of the environment, or what stays as it is written. */
export type ResolvedPart =
  | { readonly kind: 'text' | 'kept'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly text: string }
  /** The contents of a file. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string };

/** `NAME=value` before commands and after `export` and the like, by name. */
export function assignmentsOf(commands: readonly ShellCommand[]): Assignments {
  const found = new Map<string, ShellWord[]>();
  for (const word of commands.flatMap(({ words }) => words)) {
    const [first, ...others] = word.parts;
    const name = first?.kind === 'text' ? /^([A-Za-z_]\w*)\+?=/.exec(first.text) : undefined;
    if (!name || first?.kind !== 'text') continue;
    const value: ShellPart[] = [{ kind: 'text', text: first.text.slice(name[0].length) }, ...others];
    const key = name[1] ?? '';
    found.set(key, [...(found.get(key) ?? []), { ...word, parts: value }]);
  }
  return found;
}

/**
 * Fills in a word: a variable that the script sets once is what it is set to, `$(cat <<EOF …)` is the document, and a
 * variable that the script does not set comes from the environment, as its capitals say. Everything else is kept.
 */
export function resolveWord(word: ShellWord, assignments: Assignments): ResolvedWord {
  return { parts: resolveParts(word.parts, { assignments, open: new Set() }), offset: word.offset };
}

interface Context {
  readonly assignments: Assignments;
  /** Variables that are being filled in: one that is set by its own value is not. */
  readonly open: ReadonlySet<string>;
}

function resolveParts(parts: readonly ShellPart[], context: Context): readonly ResolvedPart[] {
  return parts.flatMap((part) => resolvePart(part, context));
}

function resolvePart(part: ShellPart, context: Context): readonly ResolvedPart[] {
  switch (part.kind) {
    case 'text':
      return [part];
    case 'unsure':
      return [{ kind: 'kept', text: part.raw }];
    case 'output':
      return outputOf(part.commands, context) ?? [{ kind: 'kept', text: part.raw }];
    case 'variable':
      return variable(part, context);
  }
}

/** What `cat` writes: a here-document, or a file. */
function outputOf(commands: readonly ShellCommand[], context: Context): readonly ResolvedPart[] | undefined {
  const [command, another] = commands;
  if (!command || another) return undefined;
  const [program, path, third] = command.words;
  const [input] = command.inputs;
  if (!program || rawText(program) !== 'cat') return undefined;
  if (input && !path) return withoutLastBreaks(resolveParts(input.parts, context));
  if (!path || third || input) return undefined;
  const named = resolveParts(path.parts, context);
  if (named.some(({ kind }) => kind !== 'text')) return undefined;
  const text = named.map((part) => part.text).join('');
  return [{ kind: 'file', path: text, text: `$(cat ${text})` }];
}

function withoutLastBreaks(parts: readonly ResolvedPart[]): readonly ResolvedPart[] {
  const last = parts.at(-1);
  return last?.kind === 'text'
    ? [...parts.slice(0, -1), { ...last, text: last.text.replace(/\n+$/, '') }]
    : parts;
}

function variable(
  { name, raw }: { readonly name: string; readonly raw: string },
  context: Context,
): readonly ResolvedPart[] {
  const values = context.assignments.get(name) ?? [];
  const [value] = values;
  if (value && values.length === 1 && !context.open.has(name)) {
    const filled = resolveParts(value.parts, { ...context, open: new Set([...context.open, name]) });
    if (filled.every(({ kind }) => kind !== 'kept')) return filled;
  }
  return /^[A-Z_][A-Z0-9_]*$/.test(name)
    ? [{ kind: 'variable', name, text: raw }]
    : [{ kind: 'kept', text: raw }];
}
