import { spawn } from 'node:child_process';
import { ConnectSyncError } from '../model/error.ts';
import type { CommandEnd } from '../model/recording.ts';

/** What a command needs to run. */
export interface CommandOptions {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Aborts when connect-sync is interrupted; its reason is the name of the signal. */
  readonly signal: AbortSignal;
  /** Whether a terminal sends Ctrl-C to the command itself. */
  readonly isOnTerminal: boolean;
  /** Sends a signal to a process and all of its children. */
  readonly killGroup: (id: number, signal: NodeJS.Signals) => void;
  /** Registers an action for an abrupt end of connect-sync; returns a function that removes it. */
  readonly onExit: (action: () => void) => () => void;
}

/**
 * Runs a command without a shell and waits for its end, not for that of processes that it leaves in the background. It
 * shares stdin; all its output goes to stderr, because stdout is for results.
 *
 * @throws ConnectSyncError (usage) where it cannot be started
 */
export async function runRecordedCommand(
  [file = '', ...args]: readonly string[],
  { directory, environment, signal, isOnTerminal, onExit, killGroup }: CommandOptions,
): Promise<CommandEnd> {
  return new Promise((resolve, reject) => {
    // On a terminal the command must stay in the foreground, otherwise it cannot read from it.
    const detached = !isOnTerminal;
    const child = spawn(file, args, {
      cwd: directory,
      env: environment,
      stdio: ['inherit', 2, 2],
      detached,
      windowsHide: true,
    });
    const kill = (name: NodeJS.Signals) => {
      if (detached && child.pid !== undefined) killGroup(child.pid, name);
      else child.kill(name);
    };
    const removeExit = onExit(() => kill('SIGTERM'));
    const interrupt = () => {
      const name = signal.reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT';
      // A terminal sends Ctrl-C to the command as well, and many programs end without cleaning up at the second one.
      if (detached || name === 'SIGTERM') kill(name);
    };
    const cleanUp = () => {
      removeExit();
      signal.removeEventListener('abort', interrupt);
    };
    signal.addEventListener('abort', interrupt, { once: true });
    child.once('error', (error: NodeJS.ErrnoException) => {
      cleanUp();
      reject(notStarted(file, error));
    });
    child.once('exit', (code, killedBy) => {
      cleanUp();
      resolve(killedBy === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'killed', signal: killedBy });
    });
  });
}

function notStarted(file: string, error: NodeJS.ErrnoException): ConnectSyncError {
  const { reason, hint } = problems[error.code ?? ''] ?? {
    reason: error.code ?? error.message,
    hint: undefined,
  };
  return new ConnectSyncError({
    code: 'command-not-started',
    message: `cannot run ${JSON.stringify(file)}: ${reason}`,
    hint,
    category: 'usage',
    cause: error,
  });
}

const problems: Readonly<Record<string, { readonly reason: string; readonly hint: string }>> = {
  ENOENT: {
    reason: 'it was not found',
    hint: 'the words behind -- are a program and its arguments, not a line of a shell: for one use  -- bash -c "…"',
  },
  EACCES: {
    reason: 'it is not executable',
    hint: 'run it with its interpreter, such as  -- bash ./deploy.sh , or make it executable with chmod +x',
  },
};
