import { rawText, type ShellCommand, type ShellPart, type ShellWord } from './shell-command.ts';

/** The values of variables that a script sets. */
export type Assignments = ReadonlyMap<string, readonly ShellWord[]>;

/** A word with the variables of the script resolved. */
export interface ResolvedWord {
  readonly parts: readonly ResolvedPart[];
  readonly offset: number;
}

/** A part of such a word: text, an environment variable, or an unresolved expansion. */
export type ResolvedPart =
  | { readonly kind: 'text' | 'kept'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly text: string }
  /** The contents of a file. */
  | { readonly kind: 'file'; readonly path: string; readonly text: string };

/** Finds `NAME=value` before commands and after `export` and similar commands. */
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
 * Resolves a word: a variable that the script sets once is replaced by its value, `$(cat <<EOF …)` by the document. A
 * variable in capitals that the script does not set is an environment variable. Everything else stays unresolved.
 */
export function resolveWord(word: ShellWord, assignments: Assignments): ResolvedWord {
  return { parts: resolveParts(word.parts, { assignments, open: new Set() }), offset: word.offset };
}

interface Context {
  readonly assignments: Assignments;
  /** Variables being resolved; a variable that refers to itself stays unresolved. */
  readonly open: ReadonlySet<string>;
}

function resolveParts(parts: readonly ShellPart[], context: Context): readonly ResolvedPart[] {
  return parts.flatMap((part) => resolvePart(part, context));
}

function resolvePart(part: ShellPart, context: Context): readonly ResolvedPart[] {
  switch (part.kind) {
    case 'text':
      return [part];
    case 'expansion':
      return [{ kind: 'kept', text: part.raw }];
    case 'output':
      return outputOf(part.commands, context) ?? [{ kind: 'kept', text: part.raw }];
    case 'variable':
      return variable(part, context);
  }
}

/** The output of `cat`: a here-document or a file. */
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
    ? [...parts.slice(0, -1), { ...last, text: last.text.replace(/(?<!\n)\n+$/, '') }]
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
