import { parse } from 'unbash';

/** A page as a script: what is written and run, in the order of the page. Line numbers count from 1. */
export interface PageScript {
  readonly steps: readonly Step[];
  readonly notRun: readonly NotRun[];
  /** The forge whose pipeline the page runs in. */
  readonly forge: 'github' | 'gitlab' | undefined;
  /** What is asked of the sandboxes: the words of each `<!-- sandbox: … -->`. */
  readonly sandbox: readonly (readonly string[])[];
}

export type Step = FileStep | CommandStep;

/** A block that shows a file. */
export interface FileStep {
  readonly kind: 'file';
  readonly path: string;
  readonly text: string;
  readonly line: number;
}

/** A command of a block. */
export interface CommandStep {
  readonly kind: 'command';
  readonly text: string;
  readonly exitCode: number;
  readonly line: number;
  /** Where the page shows the output; undefined: it shows none. */
  readonly output: ShownOutput | undefined;
}

/** The lines below `$ command`. */
export interface ShownOutput {
  readonly lines: readonly string[];
  /** The line of the first one, and the blanks before each. */
  readonly line: number;
  readonly indent: string;
}

/** A block that stays text. */
export interface NotRun {
  readonly line: number;
  readonly reason: string;
  readonly command: string;
}

interface Block {
  readonly language: string;
  readonly indent: string;
  readonly lines: readonly string[];
  /** The line of the first line of content. */
  readonly line: number;
  /** The comment right before it, without its marks. */
  readonly note: string;
}

/** Reads the blocks of a page and what its comments say about them. */
export function readPageSteps(text: string): PageScript {
  const steps: Step[] = [];
  const notRun: NotRun[] = [];
  for (const block of blocksOf(text.split('\n'))) {
    const reason = /^not run: (.+)$/s.exec(block.note)?.[1];
    const found = stepsOf(block);
    if (reason === undefined) steps.push(...found);
    else notRun.push({ line: block.line, reason, command: block.lines[0] ?? '' });
  }
  const comments = [...text.matchAll(/^<!-- (forge|sandbox): (.+) -->$/gm)];
  const forge = comments.find(([, what]) => what === 'forge')?.[2];
  return {
    steps,
    notRun,
    forge: forge === 'github' || forge === 'gitlab' ? forge : undefined,
    sandbox: comments.flatMap(([, what, words = '']) => (what === 'sandbox' ? [words.split(' ')] : [])),
  };
}

/** Fenced blocks, and the setup in comments, which is a block of sh. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let note = '';
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const [, indent = '', fence, language = ''] = /^( *)(`{3,})([\w-]*).*$/.exec(line) ?? [];
    const isSetup = /^<!-- setup$/.test(line);
    if (fence !== undefined || isSetup) {
      const end = lines.findIndex((one, at) => at > index && one.trim() === (isSetup ? '-->' : fence));
      if (end < 0) throw new Error(`line ${index + 1}: the block is not closed`);
      const content = lines.slice(index + 1, end).map((one) => one.slice(indent.length));
      blocks.push({ language: isSetup ? 'sh' : language, indent, lines: content, line: index + 2, note });
      index = end;
      note = '';
    } else if (line.trim() !== '') note = /^ *<!-- (.*) -->$/.exec(line)?.[1] ?? '';
  }
  return blocks;
}

function stepsOf(block: Block): Step[] {
  const path = pathOf(block);
  if (path !== undefined)
    return [{ kind: 'file', path, text: `${block.lines.join('\n')}\n`, line: block.line }];
  if (/^(?:sh|bash)$/.test(block.language)) return statementsOf(block.lines.join('\n'), block.line);
  const isSession = block.lines[0]?.startsWith('$ ') && /^(?:|console)$/.test(block.language);
  return isSession ? commandsOf(block) : [];
}

/** The file that a block shows: named by the comment before it, or in its first line. */
function pathOf(block: Block): string | undefined {
  const named = /^file: (\S+)$/.exec(block.note)?.[1];
  if (named !== undefined) return named;
  return /^(?:#|\/\/|--|;) ((?:[\w.-]+\/)*[\w-]*\.[\w.]+\w)(?: .*)?$/.exec(block.lines[0] ?? '')?.[1];
}

/** The statements of a script; a trailing comment such as `# exit 2: …` says how one ends. */
function statementsOf(script: string, firstLine: number): CommandStep[] {
  const { commands } = parse(script);
  return commands.map(({ pos, end }, index) => {
    const text = script.slice(pos, commands[index + 1]?.pos ?? script.length);
    const rest = script.slice(end).split('\n')[0] ?? '';
    const line = firstLine + script.slice(0, pos).split('\n').length - 1;
    return { kind: 'command', text, exitCode: exitCodeIn(rest), line, output: undefined };
  });
}

/** The commands of a session: each `$ command`, continued where a line ends with a backslash, and its output. */
function commandsOf(block: Block): CommandStep[] {
  const steps: CommandStep[] = [];
  const { lines } = block;
  for (let index = 0; index < lines.length; ) {
    const start = index;
    const typed = [(lines[index] ?? '').replace(/^\$ /, '')];
    while (typed.at(-1)?.endsWith('\\')) {
      index += 1;
      typed.push(lines[index] ?? '');
    }
    index += 1;
    const next = lines.findIndex((line, at) => at >= index && line.startsWith('$ '));
    const end = next < 0 ? lines.length : next;
    const text = typed.join('\n');
    steps.push({
      kind: 'command',
      text,
      exitCode: exitCodeIn(text),
      line: block.line + start,
      output: { lines: lines.slice(index, end), line: block.line + index, indent: block.indent },
    });
    index = end;
  }
  return steps;
}

function exitCodeIn(text: string): number {
  return Number(/#.*\bexits? (?:with )?(\d+)/.exec(text)?.[1] ?? 0);
}
