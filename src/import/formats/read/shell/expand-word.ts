import type { DoubleQuotedChild, ParameterExpansionPart, Word, WordPart } from 'unbash';
import type { ShellState } from './shell-state.ts';
import { literalOf, plainText, type ShellText, type ShellWord, withUnknownMarks } from './shell-text.ts';

/** What the expansion of words depends on. */
export interface Expansion {
  readonly state: ShellState;
  /** Where words in text from elsewhere are reported; undefined: where they are written. */
  readonly site: number | undefined;
  /** What a command substitution prints; undefined if that is known only when the script runs. */
  readonly outputOf: (part: Extract<WordPart, { script: unknown }>) => ShellText | undefined;
}

/** Expands the words of a command as bash does: one word may become several, or none. */
export function expandWords(words: readonly Word[], expansion: Expansion): readonly ShellWord[] {
  return joinSubstitutions(words).flatMap((word) => {
    const at = { raw: word.text, offset: expansion.site ?? word.pos };
    const { positional } = expansion.state;
    if (/^"\$(?:@|\{@\})"$/.test(word.text) && positional) return positional.map((text) => ({ ...at, text }));
    const array = /^"\$\{([A-Za-z_]\w*)\[@\]\}"$/.exec(word.text)?.[1];
    const elements = array === undefined ? undefined : expansion.state.variables.get(array)?.elements;
    if (elements) return elements.map(({ text, raw }) => ({ ...at, text, raw }));
    const split = (word.parts ?? []).map((part) =>
      isUnquoted(part) ? splitAtBlanks(expandPart(part, expansion)) : undefined,
    );
    // A variable of the environment is assumed to be one word.
    if (split.every((words) => words === undefined)) return [{ ...at, text: expandWord(word, expansion) }];
    const [texts] = split.length === 1 && !expansion.state.variables.has('IFS') ? split : [];
    return (texts ?? [[{ kind: 'unknown' as const, raw: word.text }]]).map((text) => ({ ...at, text }));
  });
}

/** The parser splits `@<(…)` into two words. */
function joinSubstitutions(words: readonly Word[]): readonly Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (before?.end !== word.pos) {
      joined.push(word);
      continue;
    }
    const { pos, end, text, value } = before;
    const parts = [
      ...(before.parts ?? [{ type: 'Literal', pos, end, text, value } as const]),
      ...(word.parts ?? []),
    ];
    joined[joined.length - 1] = { ...before, text: text + word.text, end: word.end, parts };
  }
  return joined;
}

/** Expands text that stays one word: the value of an assignment, a here-string, the target of a redirection. */
export function expandWord(word: Word, expansion: Expansion): ShellText {
  if (word.text.startsWith('~')) return [{ kind: 'unknown', raw: word.text }];
  const origin = expansion.site === undefined && { file: undefined, offset: word.pos, written: word.text };
  if (!word.parts) return withUnknownMarks({ kind: 'text', text: word.value, origin: origin || undefined });
  return word.parts.flatMap((part) => expandPart(part, expansion));
}

/** Expands a part of a word or of a here-document. */
export function expandPart(part: WordPart, expansion: Expansion): ShellText {
  const unknown = [{ kind: 'unknown', raw: part.text }] as const;
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return literal(part, expansion.site);
    case 'Glob':
      return part.kind === 'question' ? plainText('?') : unknown;
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.flatMap((child: DoubleQuotedChild) => expandPart(child, expansion));
    case 'SimpleExpansion':
      return parameter(part.text.slice(1), part.text, expansion);
    case 'ParameterExpansion':
      return parameterExpansion(part, expansion) ?? unknown;
    case 'CommandExpansion':
      return withoutLastBreaks(expansion.outputOf(part)) ?? unknown;
    case 'ProcessSubstitution':
      return [{ ...unknown[0], output: expansion.outputOf(part) }];
    default:
      return unknown;
  }
}

function literal(part: Extract<WordPart, { value: string }>, site: number | undefined): ShellText {
  const quote = { Literal: 0, SingleQuoted: 1, AnsiCQuoted: 2, Glob: 0 }[part.type];
  const written = part.text.slice(quote, part.text.length - Math.min(quote, 1));
  const origin = { file: undefined, offset: part.pos + quote, written };
  return withUnknownMarks({
    kind: 'text',
    text: part.value,
    origin: site === undefined ? origin : undefined,
  });
}

function parameter(name: string, raw: string, { state }: Expansion): ShellText {
  if (/^[A-Za-z_]/.test(name)) return state.valueOf(name);
  return (
    (/^[1-9]$/.test(name) && state.positional && (state.positional[Number(name) - 1] ?? [])) || [
      { kind: 'unknown', raw },
    ]
  );
}

/** `${NAME}`, and those with a default: `${NAME:-default}`, `${NAME:?message}`. */
function parameterExpansion(part: ParameterExpansionPart, expansion: Expansion): ShellText | undefined {
  const { operation, prefix, index } = part;
  if (prefix || index) return undefined;
  const value = parameter(part.parameter, part.text, expansion);
  if (!operation) return value;
  if (operation.type !== 'Default' || operation.operator.endsWith('+')) return undefined;
  const text = literalOf(value);
  if (text) return value;
  if (text === '' && operation.operator === ':-') return expandWord(operation.operand, expansion);
  const [only, other] = value;
  if (only?.kind !== 'variable' || other) return undefined;
  if (operation.operator.endsWith('?')) return value;
  // The script may have set the variable to an empty text.
  return only.version === 0 ? [{ ...only, hasDefault: true }] : undefined;
}

function isUnquoted({ type }: WordPart): boolean {
  return /^(?:Simple|Parameter|Command)Expansion$/.test(type);
}

/** The words that the shell makes of the value of a variable outside of quotes; undefined if it stays one word. */
function splitAtBlanks(text: ShellText): readonly ShellText[] | undefined {
  const value = literalOf(text);
  if (value === undefined || !/[\s*?[]|^$/.test(value)) return undefined;
  if (/[*?[]/.test(value)) return [[{ kind: 'unknown', raw: value }]];
  return value
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(plainText);
}

function withoutLastBreaks(text: ShellText | undefined): ShellText | undefined {
  const last = text?.at(-1);
  if (!text || last?.kind !== 'text') return text;
  return [...text.slice(0, -1), { ...last, text: last.text.replace(/(?<!\n)\n+$/, '') }];
}
