import type { Command, Option } from 'commander';
import { connectorStates } from '../../model/connector-states.ts';
import type { WordParser } from '../options/parsers.ts';
import { type ReadWords, readWords } from './read-words.ts';

/** One completion and its description. */
export interface Candidate {
  readonly value: string;
  readonly note: string;
}

/** What the word that is being typed can be. */
export type Completion =
  | { readonly kind: 'words'; readonly candidates: readonly Candidate[] }
  | NamedCompletion
  | { readonly kind: 'files' | 'directories' };

/** Words that must be read from the project, a cluster or the catalogue; each gets `prefix` in front (`--only=`). */
export interface NamedCompletion {
  readonly kind: 'clusters' | 'connectors' | 'classes' | 'loggers' | 'tasks' | 'levels' | 'codes';
  readonly prefix: string;
  readonly read: ReadWords;
}

/** Completions of the last word: commands, options or values. `words` are the words after the name of the program. */
export function completeWords(program: Command, words: readonly string[]): Completion {
  const read = readWords(program, words);
  const { command, current } = read;
  if (read.valueFor) return valuesOf(read.valueFor, '', read);
  const assignment = /^(--[\w-]+=)(.*)$/s.exec(current);
  if (assignment && !read.onlyArguments) {
    const [, prefix = ''] = assignment;
    const option = command.options.find(({ long }) => long === prefix.slice(0, -1));
    return option ? valuesOf(option, prefix, read) : nothing;
  }
  if (current.startsWith('-') && !read.onlyArguments) return among(optionsOf(command), current);
  return argumentsOf(program, read);
}

const nothing: Completion = { kind: 'words', candidates: [] };

function among(candidates: readonly Candidate[], current: string): Completion {
  return { kind: 'words', candidates: candidates.filter(({ value }) => value.startsWith(current)) };
}

function optionsOf(command: Command): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ value: long, note: description }] : []));
}

function argumentsOf(program: Command, read: ReadWords): Completion {
  const { command, current } = read;
  if (command === program) return read.names.length > 0 ? nothing : among(commandsOf(program), current);
  if (command.name() === 'help') return among(commandsOf(program), current);
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[read.names.length] ?? (last?.variadic ? last : undefined);
  const { words = argument?.argChoices } = (argument?.parseArg ?? {}) as Partial<WordParser>;
  if (words) return among(words.map(plain), current);
  return argument ? ofKind(argument.name(), '', read) : nothing;
}

function commandsOf(program: Command): Candidate[] {
  return program
    .createHelp()
    .visibleCommands(program)
    .map((command) => ({ value: command.name(), note: command.description() }));
}

/** Values of an option, each with `prefix` before it. */
function valuesOf(option: Option, prefix: string, read: ReadWords): Completion {
  const { words } = (option.parseArg ?? {}) as Partial<WordParser>;
  if (words) return listed(words, prefix, read.current);
  if (clusterOptions.has(option.long ?? '')) return { kind: 'clusters', prefix, read };
  const live = option.long && liveOptions[option.long];
  if (live) return { kind: live, prefix, read };
  return ofKind(/<([^<>]+)>/.exec(option.flags)?.[1] ?? '', prefix, read);
}

/** Their values are names of clusters; of `upgrade --to` also URLs and folders. */
const clusterOptions: ReadonlySet<string> = new Set(['--cluster', '--against', '--to']);

/** One of the words, also behind others and a comma: `failed,pau`. */
function listed(words: readonly string[], prefix: string, current: string): Completion {
  const typed = current.slice(prefix.length, current.lastIndexOf(',') + 1);
  const isList = typed
    .split(',')
    .slice(0, -1)
    .every((word) => words.includes(word));
  const before = isList ? `${prefix}${typed}` : prefix;
  return among(
    words.map((word) => plain(`${before}${word}`)),
    current,
  );
}

const liveOptions: Readonly<Record<string, NamedCompletion['kind']>> = {
  '--class': 'classes',
  '--task': 'tasks',
};

/** The placeholder on the help page tells the kind of value: `<name|glob>`, `[plan|file...]`, `<dir>`. */
function ofKind(placeholder: string, prefix: string, read: ReadWords): Completion {
  if (/^name(\|glob)?$/.test(placeholder)) return { kind: 'connectors', prefix, read };
  if (/^states?$/.test(placeholder)) return listed(states, prefix, read.current);
  const live = liveKinds[placeholder];
  if (live) return { kind: live, prefix, read };
  if (placeholder.startsWith('dir')) return { kind: 'directories' };
  return /^(?:plan|file|plan\|file)$/.test(placeholder) ? { kind: 'files' } : nothing;
}

const liveKinds: Readonly<Record<string, NamedCompletion['kind']>> = {
  class: 'classes',
  logger: 'loggers',
  task: 'tasks',
  level: 'levels',
  code: 'codes',
};

/** The states of connectors, as they are typed. */
const states = connectorStates.map((state) => state.toLowerCase());

function plain(value: string): Candidate {
  return { value, note: '' };
}
