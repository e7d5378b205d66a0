import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A text that distinguishes this process from all others that had or will have the same id: its start time.
 * Undefined where no such process runs, a zombie included.
 */
export function identityOf(pid: number): string | undefined {
  return process.platform === 'linux' ? identityInProc(pid) : identityFromPs(pid);
}

/** Whether the process that was given this identity still runs. */
export function isStillRunning(found: { readonly pid: number; readonly identity: string }): boolean {
  return identityOf(found.pid) === found.identity;
}

function identityInProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the command may contain spaces and parentheses: the fields begin after the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startedAt] = [fields[0], fields[19]];
    if (state === 'Z' || state === 'X' || startedAt === undefined) return undefined;
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${startedAt}`;
  } catch {
    return undefined;
  }
}

function identityFromPs(pid: number): string | undefined {
  try {
    const [state, ...startedAt] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(/\s+/);
    return state === undefined || state.startsWith('Z') ? undefined : startedAt.join(' ');
  } catch {
    return undefined;
  }
}
