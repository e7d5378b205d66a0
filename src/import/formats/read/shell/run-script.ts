import {
  type Command,
  type For,
  forEachChild,
  type Pipeline,
  parse,
  type Function as ShellFunction,
  type SyntaxNode,
} from 'unbash';
import { runBuiltin } from './builtins.ts';
import { expandWords } from './expand-word.ts';
import { exitScript, nestedScript } from './nested-script.ts';
import { Shell } from './shell.ts';
import { newScope, type ShellScope, subshell } from './shell-scope.ts';
import { checkSyntax, definedOf, namesSetBy, ShellSyntaxError } from './shell-syntax.ts';
import { literalOf, pathOf, type ShellWord, unknownText } from './shell-text.ts';
import { type StartedProgram, startedProgram } from './started-program.ts';

/**
 * Follows a script from its start to its end and returns what `visit` makes of the programs that it starts. Their
 * arguments and input are known as far as they are certain. Every branch is followed; a loop over literal words is
 * followed word by word, and any other loop once, with what changes in it unknown.
 *
 * @throws ShellSyntaxError
 */
export function runScript<T>(
  text: string,
  readNamed: (path: string) => string | undefined,
  visit: (program: StartedProgram) => readonly T[],
): readonly T[] {
  return new ScriptRun(text, readNamed, visit).all();
}

class ScriptRun<T> {
  readonly found: T[] = [];
  readonly #text: string;
  readonly #shell: Shell;
  readonly #visit: (program: StartedProgram) => readonly T[];
  readonly #defined = new Set<ShellFunction>();
  readonly #called = new Set<ShellFunction>();
  #steps = 0;

  constructor(
    text: string,
    readNamed: (path: string) => string | undefined,
    visit: (program: StartedProgram) => readonly T[],
  ) {
    this.#text = text;
    this.#shell = new Shell(readNamed);
    this.#visit = visit;
  }

  all(): readonly T[] {
    const scope = newScope();
    const script = parse(this.#text);
    checkSyntax(script, undefined);
    this.#execute(script, scope);
    // Functions that only other scripts call, or that are named by an argument. Callers usually come last.
    scope.state.end = undefined;
    const last = exitScript(scope);
    if (last) this.#execute(last.script, last.scope);
    for (const body of [...this.#defined].reverse())
      if (!this.#called.has(body)) this.#call(body, { ...subshell(scope), branch: `${body.name.value}()/` });
    return this.found;
  }

  #execute(node: SyntaxNode, scope: ShellScope): void {
    this.#steps += 1;
    if (this.#steps > 50_000) throw new ShellSyntaxError('it runs too many commands', scope.site ?? node.pos);
    switch (node.type) {
      case 'Script':
      case 'CompoundList':
        for (const one of node.commands) this.#execute(one, scope);
        return;
      case 'Statement':
        this.#execute(node.command, node.background ? subshell(scope) : scope);
        return;
      case 'AndOr':
        for (const [index, one] of node.commands.entries()) {
          if (index === 0) this.#execute(one, scope);
          else this.#branches([[one], []], scope);
        }
        return;
      case 'Pipeline':
        this.#pipeline(node, scope);
        return;
      case 'Subshell':
      case 'Coproc':
        this.#execute(node.body, subshell(scope));
        return;
      case 'BraceGroup':
        this.#execute(node.body, scope);
        return;
      case 'Redirected':
        this.#substitutions(node.redirects, scope);
        this.#execute(node.command, { ...scope, stdin: this.#shell.stdin(node.redirects, scope) });
        this.#shell.writeTo(node.redirects, undefined, scope);
        return;
      case 'Function':
        this.#defined.add(node);
        scope.state.functions.set(node.name.value, node);
        return;
      case 'Command':
        this.#command(node, scope);
        return;
      default:
        this.#control(node, scope);
    }
  }

  #control(node: SyntaxNode, scope: ShellScope): void {
    switch (node.type) {
      case 'If':
        this.#execute(node.clause, scope);
        this.#branches(
          [[node.then], ...node.elif.map((one) => [one.clause, one.then]), node.else ? [node.else] : []],
          scope,
        );
        break;
      case 'Case':
        this.#substitutions([node.word], scope);
        this.#branches([...node.items.map(({ body }) => [body]), []], scope);
        break;
      case 'For':
        this.#substitutions(node.wordlist ?? [], scope);
        this.#for(node, scope);
        break;
      case 'Select':
        this.#loop([node.body], scope, node.name.value);
        break;
      case 'ArithmeticFor':
        this.#loop(definedOf([node.initialize, node.update, node.body]), scope);
        break;
      case 'While':
        this.#loop([node.clause, node.body], scope);
        break;
      default:
        this.#substitutions([node], scope);
    }
  }

  #pipeline({ commands }: Pipeline, scope: ShellScope): void {
    const [only, other] = commands;
    if (only && !other) {
      this.#execute(only, scope);
      return;
    }
    let { stdin } = scope;
    for (const one of commands) {
      const inner = { ...subshell(scope), stdin };
      this.#execute(one, inner);
      stdin = this.#shell.output(one, { ...scope, stdin }) ?? unknownText('-');
    }
  }

  #branches(alternatives: readonly (readonly SyntaxNode[])[], scope: ShellScope): void {
    const states = alternatives.map((nodes) => {
      const branch = nodes.length > 0 ? this.#shell.newBranch(scope) : scope.branch;
      const inner = { ...subshell(scope), branch };
      for (const one of nodes) this.#execute(one, inner);
      return inner.state;
    });
    this.#shell.join(states, scope);
  }

  #for(node: For, scope: ShellScope): void {
    const name = node.name.value;
    const words = node.wordlist && expandWords(node.wordlist, this.#shell.expansion(scope));
    const body = this.#text.slice(node.body.pos, node.body.end);
    const isCertain = words?.every(({ text }) => pathOf(text) !== undefined);
    const isLong = scope.site !== undefined || this.#steps > 10_000;
    if (!isCertain || isLong || /\b(?:break|continue|return)\b/.test(body)) {
      this.#loop([node.body], scope, name);
      return;
    }
    for (const { text } of words ?? []) {
      this.#shell.set(name, text, { ...scope, locals: scope.locals ?? new Map() });
      this.#execute(node.body, scope);
    }
  }

  /** What an iteration changes is unknown at the start of each, and in the end. */
  #loop(nodes: readonly SyntaxNode[], scope: ShellScope, variable?: string): void {
    const before = scope.state.copy();
    const count = this.found.length;
    const iterate = () => {
      const left = { ...scope.left, break: [] };
      const inner = { ...subshell(scope), branch: this.#shell.newBranch(scope), isInLoop: true, left };
      if (variable !== undefined) this.#shell.forget(variable, inner);
      for (const one of nodes) this.#execute(one, inner);
      this.#shell.join([inner.state, ...left.break], inner);
      return inner.state;
    };
    for (let isChanged = true; isChanged; this.found.length = count)
      isChanged = this.#shell.join([scope.state.copy(), iterate()], { ...scope, isInLoop: true });
    this.#shell.join([before, iterate()], scope);
  }

  #command(node: Command, scope: ShellScope): void {
    this.#substitutions([node], scope);
    const stdin = this.#shell.stdin(node.redirects, scope);
    const words = this.#shell.words(node, scope);
    const output = this.#shell.printed(node, scope);
    const body = scope.state.functions.get(literalOf(words[0]?.text) ?? '');
    if (body) this.#call(body, { ...scope, stdin }, { node, words });
    else if (!runBuiltin(this.#shell, node, words, scope))
      this.#start({ words, stdin, offset: node.pos }, scope);
    this.#shell.writeTo(node.redirects, output, scope);
  }

  #call(body: ShellFunction, scope: ShellScope, by?: { node: Command; words: readonly ShellWord[] }): void {
    const { state } = scope;
    this.#called.add(body);
    if (scope.depth > 20) return;
    const { positional } = state;
    const locals: NonNullable<ShellScope['locals']> = new Map();
    const left = { return: [], break: [] };
    const call = scope.call ?? by?.node.pos;
    const inner = { ...scope, locals, call, depth: scope.depth + 1, left };
    for (const one of by?.node.prefix ?? [])
      if (one.type === 'Assignment') this.#shell.assign(one, inner, { isOwn: true });
    state.positional = by?.words.slice(1).map(({ text }) => text);
    this.#execute(body.body, inner);
    this.#shell.join([state.copy(), ...left.return], inner);
    state.positional = positional;
    state.restore(locals);
  }

  /** Starts a program, or follows the script that another shell gets as an argument. */
  #start(program: Pick<StartedProgram, 'words' | 'stdin' | 'offset'>, scope: ShellScope): void {
    const nested = nestedScript(program.words, scope);
    if (nested) this.#execute(nested.script, nested.scope);
    else this.found.push(...this.#visit(startedProgram(program, this.#shell, scope)));
  }

  /** Follows the commands within substitutions. */
  #substitutions(nodes: readonly SyntaxNode[], scope: ShellScope): void {
    for (const node of nodes) {
      for (const name of namesSetBy(node)) this.#shell.forget(name, scope);
      forEachChild(node, (child) => {
        if (child.type !== 'Script') {
          this.#substitutions([child], scope);
          return;
        }
        const site = child.source === undefined ? scope.site : (scope.site ?? node.pos);
        this.#execute(child, { ...subshell(scope), site });
      });
    }
  }
}
