import type { Command } from 'unbash';
import type { Shell } from './shell.ts';
import type { ShellScope } from './shell-scope.ts';
import { leadOf, literalOf, pathOf, type ShellWord, withoutLead } from './shell-text.ts';

/** Executes a command of the shell itself; false if it is another program. */
export function runBuiltin(
  shell: Shell,
  node: Command,
  words: readonly ShellWord[],
  scope: ShellScope,
): boolean {
  const name = literalOf(words[0]?.text) ?? '';
  setDefaults(shell, words, scope);
  const run = node.name ? builtins.get(name) : assignAll;
  run?.({ shell, node, words, scope });
  if (run) return true;
  if (name === 'printf' && words[1]?.raw === '-v') forgetNames({ shell, node, words, scope });
  // It starts what its arguments say, and may set any variable.
  if (name === 'eval') shell.forgetAll(scope);
  shell.change(words, scope);
  return false;
}

interface BuiltinCall {
  readonly shell: Shell;
  readonly node: Command;
  readonly words: readonly ShellWord[];
  readonly scope: ShellScope;
}

type Builtin = (call: BuiltinCall) => void;

const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...['export', 'local', 'readonly', 'declare', 'typeset'].map((name) => [name, declare] as const),
  ...['read', 'mapfile', 'readarray', 'getopts', 'let'].map((name) => [name, forgetNames] as const),
  ...['source', '.'].map(
    (name) => [name, ({ shell, scope }: BuiltinCall) => shell.forgetAll(scope)] as const,
  ),
  ...['cd', 'pushd', 'popd'].map((name) => [name, changeFolder] as const),
  ['unset', unset],
  ['trap', trap],
  ['set', setOptions],
  ['shift', shift],
  ['exit', ({ scope }) => (scope.state.end = 'exit')],
  ['return', ({ shell, scope }) => shell.leave(scope, 'return')],
  ['break', ({ shell, scope }) => shell.leave(scope, 'break')],
  ['continue', ({ shell, scope }) => shell.leave(scope, 'break')],
]);

/** `${NAME:=value}` sets a variable that is empty. */
function setDefaults(shell: Shell, words: readonly ShellWord[], scope: ShellScope): void {
  for (const { raw } of words)
    for (const [, name = ''] of raw.matchAll(/\$\{([A-Za-z_]\w*):?=/g))
      if (literalOf(scope.state.variables.get(name)?.value) === '') shell.forget(name, scope);
}

function assignAll({ shell, node, scope }: BuiltinCall): void {
  for (const one of node.prefix) if (one.type === 'Assignment') shell.assign(one, scope);
}

function forgetNames({ shell, words, scope }: BuiltinCall): void {
  for (const { raw } of words.slice(1)) {
    const name = /^\w+/.exec(raw)?.[0];
    if (name !== undefined) shell.forget(name, scope);
  }
}

function unset({ shell, words, scope }: BuiltinCall): void {
  for (const { raw } of words.slice(1)) shell.set(raw, [], scope);
}

function trap({ words, scope: { state } }: BuiltinCall): void {
  const [action, ...signals] = words.slice(1).filter(({ raw }) => raw !== '--');
  if (signals.some(({ raw }) => raw === 'EXIT' || raw === '0')) state.atExit = action;
}

function setOptions({ words, scope: { state } }: BuiltinCall): void {
  const options = words.slice(1).map(({ raw }) => raw);
  if (options.some((raw) => /^-\w*a/.test(raw) || raw === 'allexport')) state.exportsAll = true;
  if (options.some((raw) => raw === '--' || /^[^-+]/.test(raw))) state.positional = undefined;
}

function shift({ words, scope: { state } }: BuiltinCall): void {
  state.positional = words.length === 1 ? state.positional?.slice(1) : undefined;
}

function declare({ shell, node, words, scope }: BuiltinCall): void {
  const [program, ...others] = words;
  const command = literalOf(program?.text) ?? '';
  const flags = others.map(({ raw }) => (/^-\w+$/.test(raw) ? raw : '')).join('');
  const isOwn = !!scope.locals && /^(?:local|declare|typeset)$/.test(command) && !flags.includes('g');
  const how = { isOwn, isExported: command === 'export' || flags.includes('x') };
  for (const one of node.args) {
    if (one.type !== 'Assignment') continue;
    shell.assign(one, scope, how);
    // Numbers, arrays, references and other cases.
    if (/[iulnAa]/.test(flags)) shell.forget(one.name, scope);
    // Assignments to a reference change the variable that it refers to.
    if (flags.includes('n') && one.value.type === 'Word') shell.forget(one.value.value, scope);
  }
  for (const word of others) if (!word.raw.startsWith('-')) declareName(shell, word, scope, how);
}

/** `export NAME`, `export "NAME=value"`; anything else may declare any variable. */
function declareName(
  shell: Shell,
  { text, raw }: ShellWord,
  scope: ShellScope,
  { isOwn, isExported }: { readonly isOwn: boolean; readonly isExported: boolean },
): void {
  const [start, name = '', equals] = /^([A-Za-z_]\w*)(=?)/.exec(leadOf(text)) ?? [''];
  const found = scope.state.variables.get(name);
  if (equals) shell.set(name, withoutLead(text, start.length), scope, isExported);
  else if (raw !== name) shell.forgetAll(scope);
  else if (isOwn) declareOwn(shell, name, scope);
  else if (found && isExported) scope.state.variables.set(name, { ...found, isExported });
}

function declareOwn(shell: Shell, name: string, scope: ShellScope): void {
  if (!scope.locals?.has(name)) scope.locals?.set(name, scope.state.variables.get(name));
  shell.set(name, [], scope);
}

function changeFolder({ words, scope: { state } }: BuiltinCall): void {
  const [command, target, other] = words;
  const named = target && pathOf(target.text);
  const before = state.folder;
  state.folder = undefined;
  if (literalOf(command?.text) !== 'cd' || other || named === undefined || named === '-') return;
  const isFixed = named.startsWith('/') || target?.text.some(({ kind }) => kind === 'unknown');
  if (isFixed) state.folder = named;
  else if (before !== undefined) state.folder = `${before}/${named}`;
}
