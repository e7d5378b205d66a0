import { ansiText } from './ansi-text.ts';
import { type ShellCommand, type ShellPart, ShellSyntaxError, type ShellWord } from './shell-command.ts';

/**
 * Parses the simple commands of a shell script in order and ignores what surrounds them: conditions, loops, pipes and
 * functions. It supports as much of POSIX shell and bash as is needed to evaluate words.
 *
 * @throws ShellSyntaxError
 */
export function parseShell(text: string): readonly ShellCommand[] {
  return new Parser(text).commands(undefined);
}

interface Command extends ShellCommand {
  readonly words: ShellWord[];
  readonly inputs: ShellWord[];
}

interface Pending {
  readonly delimiter: string;
  readonly isLiteral: boolean;
  readonly stripsTabs: boolean;
  readonly inputs: ShellWord[];
}

class Parser {
  readonly #text: string;
  #at = 0;
  #pending: Pending[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads all commands up to the end, or up to and including the bracket that closes a substitution. */
  commands(closing: ')' | undefined): ShellCommand[] {
    const found: Command[] = [{ words: [], inputs: [] }];
    const start = this.#at;
    while (this.#at < this.#text.length) {
      if (closing && this.#text[this.#at] === closing) {
        this.#at += 1;
        return found.filter(isNotEmpty);
      }
      const isEnd = this.#skipSeparator();
      if (isEnd === true) found.push({ words: [], inputs: [] });
      else if (isEnd === undefined) this.#readInto(found.at(-1) ?? { words: [], inputs: [] });
    }
    if (closing) throw new ShellSyntaxError('unclosed bracket "("', start);
    return found.filter(isNotEmpty);
  }

  /** Skips a separator between words: true if it ends a command, undefined if there is no separator. */
  #skipSeparator(): boolean | undefined {
    const character = this.#text[this.#at] ?? '';
    if (this.#text.startsWith('\\\n', this.#at)) {
      this.#at += 2;
      return false;
    }
    if (character === '#') {
      this.#skipLine();
      return false;
    }
    if (!/[\s;&|()]/.test(character)) return undefined;
    this.#at += 1;
    if (character === '\n') this.#readPending();
    return !/[ \t\r]/.test(character);
  }

  /** Reads a word or a redirection of a command. */
  #readInto(command: Command): void {
    const rest = this.#text.slice(this.#at, this.#at + 2);
    if (/^[<>](?!\()/.test(rest)) this.#redirect(command.inputs);
    else command.words.push(this.#word());
  }

  #skipLine(): void {
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
  }

  #skipBlanks(): void {
    while (/[ \t]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #redirect(inputs: ShellWord[]): void {
    const [operator = ''] = /^(?:<<<|<<-?|[<>]+[&|]?)/.exec(this.#text.slice(this.#at, this.#at + 4)) ?? [];
    this.#at += operator.length;
    this.#skipBlanks();
    const start = this.#at;
    const isOpen = /[\s;|)]/.test(this.#text[start] ?? ' ');
    const word = isOpen ? { parts: [], offset: start } : this.#word();
    if (operator === '<<<') inputs.push(word);
    if (operator !== '<<' && operator !== '<<-') return;
    const written = this.#text.slice(start, this.#at);
    this.#pending.push({
      delimiter: written.replace(/['"\\]/g, ''),
      isLiteral: /['"\\]/.test(written),
      stripsTabs: operator === '<<-',
      inputs,
    });
  }

  /** Reads the here-documents that the previous line announced. */
  #readPending(): void {
    const pending = this.#pending;
    this.#pending = [];
    for (const one of pending) one.inputs.push(this.#hereDocument(one));
  }

  #hereDocument({ delimiter, isLiteral, stripsTabs }: Pending): ShellWord {
    const offset = this.#at;
    const lines: string[] = [];
    while (this.#at < this.#text.length) {
      const end = this.#text.indexOf('\n', this.#at);
      const line = this.#text.slice(this.#at, end < 0 ? undefined : end);
      this.#at = end < 0 ? this.#text.length : end + 1;
      const shown = stripsTabs ? line.replace(/^\t+/, '') : line;
      if (shown.replace(/\r$/, '') === delimiter) break;
      lines.push(shown);
    }
    const body = lines.map((line) => `${line}\n`).join('');
    return { parts: isLiteral ? [{ kind: 'text', text: body }] : new Parser(body).expanded(''), offset };
  }

  #word(): ShellWord {
    const offset = this.#at;
    const parts: ShellPart[] = [];
    while (this.#at < this.#text.length) {
      const found = this.#wordPart(parts);
      if (!found) break;
      parts.push(...found);
    }
    return { parts, offset };
  }

  /** Reads the next part of a word; undefined at its end. */
  #wordPart(before: readonly ShellPart[]): readonly ShellPart[] | undefined {
    const character = this.#text[this.#at] ?? '';
    const next = this.#text[this.#at + 1] ?? '';
    if (/[<>]/.test(character) && next === '(' && before.every(isAt)) return [this.#substitution(2)];
    if (/[\s;&|()<>]/.test(character)) return undefined;
    if (character === '"' || (character === '$' && next === '"')) return this.#quoted();
    if (character === '$' && next === "'") return [{ kind: 'text', text: this.#ansi() }];
    if (character === '\\') return this.#escape();
    if (character === "'") return [{ kind: 'text', text: this.#upTo("'", 1) }];
    return [/[$`]/.test(character) ? this.#dollar() : this.#plain(/[\s;&|()<>'"\\$`]/)];
  }

  #escape(): readonly ShellPart[] {
    const next = this.#text[this.#at + 1] ?? '';
    this.#at += 2;
    return next === '\n' ? [] : [{ kind: 'text', text: next }];
  }

  #plain(end: RegExp): ShellPart {
    const length = this.#text.slice(this.#at + 1).search(end);
    const text = this.#text.slice(this.#at, length < 0 ? undefined : this.#at + 1 + length);
    this.#at += text.length;
    return { kind: 'text', text };
  }

  /** Reads the text up to and including `end`; `skipped` characters open it. */
  #upTo(end: string, skipped: number): string {
    const start = this.#at + skipped;
    const found = this.#text.indexOf(end, start);
    if (found < 0) throw new ShellSyntaxError(`unterminated quote ( ${end} )`, this.#at);
    this.#at = found + end.length;
    return this.#text.slice(start, found);
  }

  #ansi(): string {
    const quoted = /^\$'((?:[^'\\]|\\.)*)'/s.exec(this.#text.slice(this.#at));
    if (!quoted) throw new ShellSyntaxError("unterminated quote ( ' )", this.#at);
    this.#at += quoted[0].length;
    return ansiText(quoted[1] ?? '');
  }

  #quoted(): readonly ShellPart[] {
    const start = this.#at;
    this.#at = this.#text.indexOf('"', start) + 1;
    const parts = this.expanded('"');
    if (this.#text[this.#at] !== '"') throw new ShellSyntaxError('unterminated quote ( " )', start);
    this.#at += 1;
    return parts.length > 0 ? parts : [{ kind: 'text', text: '' }];
  }

  /** Reads text as in double quotes, up to the closing quote or to the end of a here-document. */
  expanded(end: '"' | ''): ShellPart[] {
    const parts: ShellPart[] = [];
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at] ?? '';
      if (character === end) break;
      if (character === '\\') parts.push(this.#escapeInQuotes(end));
      else if (character === '$' || character === '`') parts.push(this.#dollar());
      else parts.push(this.#plain(end === '"' ? /["\\$`]/ : /[\\$`]/));
    }
    return parts;
  }

  #escapeInQuotes(end: '"' | ''): ShellPart {
    const next = this.#text[this.#at + 1] ?? '';
    this.#at += 2;
    if (next === '\n') return { kind: 'text', text: '' };
    const isEscape = '$`\\'.includes(next) || (next === '"' && end === '"');
    return { kind: 'text', text: isEscape ? next : `\\${next}` };
  }

  #dollar(): ShellPart {
    const rest = this.#text.slice(this.#at, this.#at + 256);
    if (rest.startsWith('`')) return { kind: 'expansion', raw: `\`${this.#upTo('`', 1)}\`` };
    if (rest.startsWith('$((')) return { kind: 'expansion', raw: `$((${this.#upTo('))', 3)}))` };
    if (rest.startsWith('$(')) return this.#substitution(2);
    const named = /^\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/.exec(rest);
    if (named) {
      this.#at += named[0].length;
      return { kind: 'variable', name: named[1] ?? named[2] ?? '', raw: named[0] };
    }
    if (rest.startsWith('${')) return { kind: 'expansion', raw: `\${${this.#upTo('}', 2)}}` };
    const special = /^\$[\d@*#?$!-]/.exec(rest);
    this.#at += special ? 2 : 1;
    return special ? { kind: 'expansion', raw: special[0] } : { kind: 'text', text: '$' };
  }

  #substitution(opening: number): ShellPart {
    const start = this.#at;
    this.#at += opening;
    const outer = this.#pending;
    this.#pending = [];
    const commands = this.commands(')');
    this.#pending = outer;
    return { kind: 'output', commands, raw: this.#text.slice(start, this.#at) };
  }
}

/** `@` before `<(…)`: curl reads the output of that command. */
function isAt(part: ShellPart): boolean {
  return part.kind === 'text' && /^(?:--?[\w-]+=?)?@?$/.test(part.text);
}

function isNotEmpty({ words, inputs }: ShellCommand): boolean {
  return words.length + inputs.length > 0;
}
