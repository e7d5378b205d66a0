import { parse } from 'unbash';
import type { ShellScope } from './shell-scope.ts';
import { ShellState } from './shell-state.ts';
import { checkSyntax } from './shell-syntax.ts';
import { expandedMark, literalOf, type ShellText, type ShellWord } from './shell-text.ts';

/** Programs that start the program in their arguments on this machine. */
export const startsOther = /^(?:sudo|env|time|command|exec|nohup|nice|timeout|builtin|stdbuf)$/;

/** A script that another shell gets as an argument. */
export interface NestedScript {
  readonly script: ReturnType<typeof parse>;
  readonly scope: ShellScope;
}

/** The script in `sh -c '…'`, `docker exec … sh -c '…'`, `ssh host '…'` or `eval '…'`, where no variable is known. */
export function nestedScript(words: readonly ShellWord[], scope: ShellScope): NestedScript | undefined {
  const names = words.map(({ text }) => literalOf(text) ?? '');
  const [first = ''] = names;
  const shell = names.findIndex(
    (name, index) => /(?:^|\/)(?:ba|da|z|k|a)?sh$/.test(name) && /^-\w*c$/.test(names[index + 1] ?? ''),
  );
  const isJoined = /^(?:ssh|eval|watch)$/.test(first);
  if (scope.depth > 20 || (shell < 0 && !isJoined)) return undefined;
  const parts = isJoined ? words.slice(1) : words.slice(shell + 2, shell + 3);
  const start = isJoined ? parts.findIndex(({ raw }) => /\b(?:curl|https?|wget)\b/.test(raw)) : 0;
  const [head] = parts.slice(start);
  if (!head || start < 0) return undefined;
  const isRemote = first === 'ssh' || (shell > 0 && !startsOther.test(first));
  const script = parse(
    parts
      .slice(start)
      .map(({ text }) => sourceOf(text))
      .join(' '),
  );
  if (!isValid(script)) return undefined;
  const site = scope.site ?? head.offset;
  const inner = {
    ...scope,
    state: new ShellState(true),
    isRemote: scope.isRemote || isRemote,
    site,
    depth: scope.depth + 1,
  };
  inner.state.folder = isRemote ? undefined : scope.state.folder;
  return { script, scope: inner };
}

/** The script of `trap … EXIT`, which has the variables and functions of the shell. */
export function exitScript({ state, ...scope }: ShellScope): NestedScript | undefined {
  const text = literalOf(state.atExit?.text);
  const script = text === undefined ? undefined : parse(text);
  return script && isValid(script)
    ? { script, scope: { ...scope, state, site: state.atExit?.offset } }
    : undefined;
}

function isValid(script: NestedScript['script']): boolean {
  try {
    checkSyntax(script, 0);
    return true;
  } catch {
    return false;
  }
}

/** What this shell expands is text for the other one, within quotes too. */
function sourceOf(text: ShellText): string {
  return text.map((part) => (part.kind === 'text' ? part.text : expandedMark)).join('');
}
