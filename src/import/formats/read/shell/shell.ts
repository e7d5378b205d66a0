import path from 'node:path';
import type { ArrayValue, Assignment, Command, HereDoc, Redirection, SyntaxNode, Word } from 'unbash';
import { type Expansion, expandPart, expandWord, expandWords } from './expand-word.ts';
import { changedFiles, programOutput } from './program-output.ts';
import type { ShellScope } from './shell-scope.ts';
import type { ShellState, ShellVariable } from './shell-state.ts';
import {
  isCertain,
  literalOf,
  pathOf,
  plainText,
  type ShellText,
  type ShellWord,
  unknownText,
  withoutTabs,
} from './shell-text.ts';

/** What commands read, print and change. */
export class Shell {
  readonly #readNamed: (path: string) => string | undefined;
  #count = 0;

  constructor(readNamed: (path: string) => string | undefined) {
    this.#readNamed = readNamed;
  }

  newBranch({ branch }: ShellScope): string {
    return `${branch}${this.#next()}/`;
  }

  expansion(scope: ShellScope): Expansion {
    const outputOf: Expansion['outputOf'] = ({ script }) => script && this.output(script, scope);
    return { state: scope.state, site: scope.site, outputOf };
  }

  /** The words of a command without redirections. */
  words({ name, args }: Command, scope: ShellScope): readonly ShellWord[] {
    const words = [name, ...args].filter((word): word is Word => word?.type === 'Word');
    return expandWords(words, this.expansion(scope));
  }

  /** The input of a command with these redirections. */
  stdin(redirects: readonly Redirection[], scope: ShellScope): ShellText | undefined {
    const inputs = redirects.filter(
      ({ operator, descriptor }) =>
        /^(?:<<?-?|<<<|<>)$/.test(operator) && (!descriptor || isNumber(descriptor, 0)),
    );
    const last = inputs.at(-1);
    if (!last) return scope.stdin;
    if (last.type === 'HereDoc') return this.#hereDocument(last, scope);
    const target = last.target ? expandWord(last.target, this.expansion(scope)) : unknownText('<');
    if (last.type === 'HereString') return [...target, ...plainText('\n')];
    const [only] = target;
    if (only?.kind === 'unknown' && only.output) return only.output;
    const read = this.readFile(target, scope);
    return typeof read === 'string' ? [{ kind: 'unknown', raw: '-', reason: read }] : read;
  }

  #hereDocument({ operator, delimiter, body }: HereDoc, scope: ShellScope): ShellText {
    const { text, pos, end } = body;
    // Without expansions the parser leaves escapes in the text.
    const value = delimiter?.quoted ? text : text.replaceAll(/\\(?:\n|([$`\\]))/g, '$1');
    const whole = { type: 'Literal', value, text, pos, end } as const;
    const parts = delimiter?.quoted || !body.parts ? [whole] : body.parts;
    const expanded = parts.flatMap((part) => expandPart(part, this.expansion(scope)));
    return operator === '<<-' ? withoutTabs(expanded, body.pos) : expanded;
  }

  /** What a node prints; undefined if that is known only when the script runs. */
  output(node: SyntaxNode, scope: ShellScope): ShellText | undefined {
    switch (node.type) {
      case 'Script':
      case 'CompoundList':
        return node.commands.length === 1 && node.commands[0]
          ? this.output(node.commands[0], scope)
          : undefined;
      case 'Statement':
        return this.output(node.command, scope);
      case 'Pipeline':
        return node.commands.reduce<ShellText | undefined>(
          (stdin, one) => this.output(one, { ...scope, stdin }),
          scope.stdin,
        );
      case 'AndOr':
        return this.#folder(node.commands, scope);
      case 'Command':
        return node.redirects.some(isOutput) ? undefined : this.printed(node, scope);
      default:
        return undefined;
    }
  }

  /** What a command prints, wherever it goes. */
  printed(node: Command, scope: ShellScope): ShellText | undefined {
    const stdin = this.stdin(node.redirects, scope);
    if (!node.name) return node.prefix.every(({ type }) => type !== 'Assignment') ? stdin : undefined;
    const words = this.words(node, scope);
    if (scope.state.functions.has(literalOf(words[0]?.text) ?? '')) return undefined;
    const readFile = (file: ShellText) => {
      const read = this.readFile(file, scope);
      return typeof read === 'string' ? undefined : read;
    };
    return programOutput(words, { stdin, readFile, exported: (name) => this.#exported(name, node, scope) });
  }

  /** `$(cd "$(dirname "$0")" && pwd)`. */
  #folder(commands: readonly SyntaxNode[], scope: ShellScope): ShellText | undefined {
    const [cd, pwd] = commands.map((one) => (one.type === 'Command' ? this.words(one, scope) : []));
    if (commands.length !== 2 || literalOf(cd?.[0]?.text) !== 'cd' || literalOf(pwd?.[0]?.text) !== 'pwd')
      return undefined;
    const text = cd?.at(-1)?.text ?? [];
    const isKnown = text.some((part) => part.kind === 'unknown' && part.isScriptFolder);
    return isKnown && pathOf(text) !== undefined ? text : undefined;
  }

  #exported(name: string, { prefix }: Command, scope: ShellScope): ShellText | undefined {
    const own = prefix.findLast((one) => one.type === 'Assignment' && one.name === name);
    if (own?.type === 'Assignment')
      return own.value.type === 'Word' ? expandWord(own.value, this.expansion(scope)) : undefined;
    const found = scope.state.variables.get(name);
    return found && !found.isExported ? undefined : scope.state.valueOf(name);
  }

  /** The contents of a file at this point of the script, or why they are not known. */
  readFile(file: ShellText, { state, isRemote }: ShellScope): ShellText | string {
    const named = pathOf(file);
    if (isRemote) return 'the file is on another machine';
    if (named === undefined || state.folder === undefined)
      return 'the path is known only when the script runs';
    const key = path.posix.join(path.posix.isAbsolute(named) ? '' : state.folder, named);
    if (state.files.has(key)) return state.files.get(key) ?? 'the script itself writes the file';
    const text = this.#readNamed(key);
    if (text === undefined) return 'the file does not exist';
    return [{ kind: 'text', text, origin: { file: key, offset: 0, written: text } }];
  }

  /** Records what a command writes to files. */
  writeTo(redirects: readonly Redirection[], output: ShellText | undefined, scope: ShellScope): void {
    for (const one of redirects.filter(isOutput)) {
      const file =
        one.type === 'HereDoc' || !one.target ? undefined : expandWord(one.target, this.expansion(scope));
      if (file) this.#write(file, one.operator === '>' ? output : undefined, scope);
    }
  }

  /** Records the files that a program changes in place. */
  change(words: readonly ShellWord[], scope: ShellScope): void {
    for (const file of changedFiles(words)) this.#write(plainText(file), undefined, scope);
  }

  #write(file: ShellText, text: ShellText | undefined, { state }: ShellScope): void {
    const named = pathOf(file);
    if (named === undefined || state.folder === undefined) return;
    const key = path.posix.join(path.posix.isAbsolute(named) ? '' : state.folder, named);
    state.files.set(key, text && isCertain(text) ? text : undefined);
  }

  /** Executes `NAME=value`. */
  assign(
    { name, value, append, index }: Assignment,
    scope: ShellScope,
    how: { isOwn?: boolean; isExported?: boolean } = {},
  ): void {
    const { state, locals } = scope;
    if (how.isOwn && locals && !locals.has(name)) locals.set(name, state.variables.get(name));
    if (value.type === 'ArrayValue' && !index) {
      this.#setArray(name, value, scope, append);
      return;
    }
    const text =
      value.type === 'Word' && !index ? expandWord(value, this.expansion(scope)) : unknownText(name);
    this.set(name, append ? [...state.valueOf(name), ...text] : text, scope, how.isExported);
  }

  #setArray(name: string, { elements }: ArrayValue, scope: ShellScope, append = false): void {
    const before = append ? scope.state.variables.get(name)?.elements : [];
    this.forget(name, scope);
    const variable = scope.state.variables.get(name);
    const isIndexed = elements.some(({ text }) => text.startsWith('['));
    if (!variable || !before || isIndexed) return;
    const words = [...before, ...expandWords(elements, this.expansion(scope))];
    if (words.length < 1000) scope.state.variables.set(name, { ...variable, elements: words });
  }

  /** Sets a variable. */
  set(name: string, text: ShellText, scope: ShellScope, isExported = false): void {
    const { state, locals } = scope;
    const isKnown = isShort(text) && text.every((part) => part.kind !== 'unknown' || part.isScriptFolder);
    const exported = isExported || state.exportsAll || state.variables.get(name)?.isExported === true;
    const isLocal = locals !== undefined;
    const variable = { value: text, version: this.#next(), isExported: exported, isLocal };
    state.variables.set(name, isKnown ? variable : { ...this.#unknown(name, scope), isExported: exported });
  }

  /** A variable gets a value that is known only when the script runs. */
  forget(name: string, scope: ShellScope): void {
    scope.state.variables.set(name, this.#unknown(name, scope));
  }

  /** Every variable may have another value from here on: `source .env`. */
  forgetAll(scope: ShellScope): void {
    for (const name of scope.state.variables.keys()) this.forget(name, scope);
    scope.state.version = this.#next();
  }

  /** Continues after branches; whether they change anything. */
  join(states: readonly ShellState[], scope: ShellScope): boolean {
    return scope.state.join(states, (name) => this.#unknown(name, scope));
  }

  /** Leaves the innermost function or loop. */
  leave({ state, left }: ShellScope, what: 'return' | 'break'): void {
    left[what].push(state.copy());
    state.end = what;
  }

  /** In a loop it changes, elsewhere it has one value in each run. */
  #unknown(name: string, { state, isInLoop, locals }: ShellScope): ShellVariable {
    const version = this.#next();
    const value = isInLoop ? undefined : [{ kind: 'variable', name, version } as const];
    const isExported = state.variables.get(name)?.isExported === true;
    return { value, version, isExported, isLocal: locals !== undefined };
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}

/** A value may double with each assignment. */
function isShort(text: ShellText): boolean {
  if (text.length > 1000) return false;
  return text.reduce((size, part) => size + (part.kind === 'text' ? part.text.length : 0), 0) < 4_000_000;
}

function isNumber(descriptor: NonNullable<Redirection['descriptor']>, number: number): boolean {
  return descriptor.type === 'FileDescriptor' && descriptor.value === number;
}

function isOutput({ operator, descriptor }: Redirection): boolean {
  return /^(?:>>?|>\||&>>?)$/.test(operator) && (!descriptor || isNumber(descriptor, 1));
}
