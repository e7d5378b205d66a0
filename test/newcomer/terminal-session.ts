import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';

/** One command as a person runs it. */
export interface Ran {
  readonly command: string;
  /** Everything on the terminal, without colours and movements. */
  readonly output: string;
  readonly exitCode: number;
  readonly seconds: number;
}

/** Where commands are typed. */
export interface Session {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

const time = () => Number(process.hrtime.bigint() / 1_000_000n) / 1000;

/** A command that is silent and has not ended by then waits for something that a newcomer does not know. */
const limit = 45_000;

/** Runs a command in a shell on a real terminal. What runs until Ctrl-C gets it after a moment. Questions are answered: y to `[y/N]`, Enter to all others. */
export function runAtTerminal(session: Session, command: string): Promise<Ran> {
  const started = time();
  const child = spawn('bash', ['-c', command], {
    cols: 220,
    rows: 50,
    cwd: session.directory,
    env: { ...session.environment, TERM: 'xterm-256color' },
  });
  let written = '';
  let isNew = false;
  child.onData((text) => {
    written += text;
    isNew = true;
    if (/\[y\/N\]\s*$/.test(stripVTControlCharacters(text))) child.write('y\r');
  });
  // A program that is silent with an open question of init waits for Enter.
  const enter = setInterval(() => {
    if (!isNew && /(?:◆|\?\s*$)/.test(stripVTControlCharacters(written).slice(-400))) child.write('\r');
    isNew = false;
  }, 1000);
  const runsOn = /--watch\b|connect-sync sandbox/.test(command);
  const end = setTimeout(
    () => {
      if (runsOn) return child.write('\u0003');
      written += '\r\n(it did not end, and was killed)\r\n';
      child.kill('SIGKILL');
    },
    runsOn ? 4000 : limit,
  );
  return new Promise((resolve) => {
    child.onExit(({ exitCode, signal }) => {
      clearInterval(enter);
      clearTimeout(end);
      resolve({
        command,
        output: plain(written),
        exitCode: signal ? 128 + signal : exitCode,
        seconds: time() - started,
      });
    });
  });
}

/** Lines as they stay on the screen: what was overwritten after a carriage return is left out. */
function plain(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.split('\r').at(-1) ?? '')
    .join('\n');
}
