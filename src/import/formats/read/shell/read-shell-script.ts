import { parseShell } from './parse-shell.ts';
import { assignmentsOf, type ResolvedPart, type ResolvedWord, resolveWord } from './resolve-word.ts';
import type { ShellCommand } from './shell-command.ts';

/** The payload that a command of a script sends, probably to a worker. */
export interface ShellPayload {
  /** The name in the URL, or in `--connector NAME`. */
  readonly name: string | undefined;
  /** The JSON, or the path of a file with it, relative to the script. */
  readonly content:
    | { readonly kind: 'inline'; readonly parts: readonly ResolvedPart[] }
    | { readonly kind: 'file'; readonly path: string };
  /** Its offset in the script. */
  readonly offset: number;
}

/**
 * Finds the configs that a script sends: JSON in the arguments and here-documents of any command (curl, HTTPie,
 * wrappers), and files that such an argument refers to.
 *
 * @throws ShellSyntaxError if the script ends inside quotes or brackets
 */
export function readShellScript(text: string): readonly ShellPayload[] {
  const commands = withInner(parseShell(text));
  const assignments = assignmentsOf(commands);
  return commands.flatMap((command) => {
    const words = command.words.filter((word) => !/^[A-Za-z_]\w*\+?=/.test(firstText(word)));
    const resolve = (list: typeof words) => list.map((word) => resolveWord(word, assignments));
    const [arguments_, inputs] = [resolve(words), resolve([...command.inputs])];
    const name = nameIn(arguments_);
    return [...arguments_.map(withoutOption), ...inputs].flatMap((word) => {
      const content = contentOf(word);
      return content ? [{ name, content, offset: word.offset }] : [];
    });
  });
}

/** Includes commands inside substitutions; a here-document of `cat` is found where its output is used. */
function withInner(commands: readonly ShellCommand[]): readonly ShellCommand[] {
  return commands.flatMap((command) => {
    const parts = [...command.words, ...command.inputs].flatMap((word) => word.parts);
    const inner = parts.flatMap((part) => (part.kind === 'output' ? withInner(part.commands) : []));
    return [command, ...inner.filter(({ words }) => firstText(words[0]) !== 'cat')];
  });
}

function firstText(word: ShellCommand['words'][number] | undefined): string {
  const first = word?.parts[0];
  return first?.kind === 'text' ? first.text : '';
}

/** The option before the payload in the same word: `-d{…}`, `--data={…}`, `@-`. */
function withoutOption(word: ResolvedWord): ResolvedWord {
  const [first, ...others] = word.parts;
  if (first?.kind !== 'text') return word;
  const text = first.text.replace(/^(?:-d|--(?:data(?:-raw|-binary|-ascii)?|json|post-data|body)=)/, '');
  return { ...word, parts: [{ ...first, text }, ...others] };
}

function contentOf({ parts }: ResolvedWord): ShellPayload['content'] | undefined {
  const [first, second] = parts.filter(({ text }) => text !== '');
  if (first?.kind === 'file' && !second) return { kind: 'file', path: first.path };
  const text = parts.map((part) => part.text).join('');
  if (!second && /^@.*\.json$/.test(text)) return { kind: 'file', path: text.slice(1) };
  if (!/^@?\s*[{[]/.test(text) || !text.includes('connector.class')) return undefined;
  return { kind: 'inline', parts: text.startsWith('@') ? parts.slice(1) : parts };
}

/** The name in `…/connectors/NAME/config`, or after `--connector`; undefined if it contains an expansion. */
function nameIn(words: readonly ResolvedWord[]): string | undefined {
  for (const [index, { parts }] of words.entries()) {
    const text = parts.map((part) => part.text).join('');
    const option = /^--(?:connector|connector-name|name)$/.test(text) ? words[index + 1] : undefined;
    const named = option ? literal(option) : nameInUrl(parts);
    if (named !== undefined) return named;
  }
  return undefined;
}

function nameInUrl(parts: readonly ResolvedPart[]): string | undefined {
  // A name with an expansion is unknown.
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '\n')).join('');
  const found = /\/connectors\/([^/?#\s]+)(?:\/config\/?)?$/.exec(text)?.[1];
  return found === undefined ? undefined : decode(found);
}

function literal({ parts }: ResolvedWord): string | undefined {
  return parts.every(({ kind }) => kind === 'text') ? parts.map(({ text }) => text).join('') : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
