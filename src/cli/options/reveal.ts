import type { Command } from 'commander';
import { ConnectSyncError } from '../../model/error.ts';
import { detectCi } from '../detect-ci.ts';
import type { Host } from '../host.ts';

/** The flag of commands that print what workers say. */
export interface RevealOption {
  readonly reveal?: boolean;
}

/** Adds `--reveal` for the words of workers. */
export function withRevealedTraces(command: Command): Command {
  return command.option(
    '--reveal',
    'print what the workers say in full, secrets included; on a terminal only, never in CI',
  );
}

/** @throws ConnectSyncError (usage) if revealed secrets could end in a file or a log */
export function chosenTraces(
  host: Host,
  { reveal }: RevealOption,
): { readonly traces: 'masked' | 'revealed' } {
  if (reveal !== true) return { traces: 'masked' };
  checkReveal(host);
  return { traces: 'revealed' };
}

/** @throws ConnectSyncError (usage) if revealed secrets could end in a file or a log */
export function checkReveal(host: Host): void {
  const because = whyNotRevealed(host);
  if (because === undefined) return;
  throw new ConnectSyncError({
    code: 'reveal-refused',
    message: `--reveal prints secrets in plain text, but ${because}`,
    hint: 'run it on a terminal, outside of CI and without pipes',
    category: 'usage',
  });
}

/** CI comes first: its logs are stored, and some systems pretend to be a terminal. */
function whyNotRevealed({ environment, stdout, stdinIsTerminal }: Host): string | undefined {
  const ci = detectCi(environment);
  if (ci !== undefined) return `this is a CI job (${ci}), whose log is stored`;
  if (!stdout.isTerminal) return 'the output is not a terminal';
  return stdinIsTerminal ? undefined : 'the input is not a terminal, so nobody may be watching';
}
