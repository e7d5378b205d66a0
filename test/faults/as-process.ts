import { startProgram } from '../support/built-program.ts';
import { realClock } from '../support/real-clock.ts';
import type { TrialOptions } from './trial.ts';

/**
 * The built program as a process of its own, which lives in real time. The interrupt is this signal, sent for real.
 * A signal that arrives while the process exits ends it; a shell says 130 then, too.
 */
export function asProcess(signal: 'SIGINT' | 'SIGKILL'): TrialOptions {
  return {
    // Silence of 20 s takes 5 s then: longer than an interrupted run waits for an answer.
    makeClock: () => realClock(4),
    interrupts: 'racing',
    perform: async (args, { directory, environment, interrupt }) => {
      const program = startProgram(args, { directory, environment });
      const send = () => void program.child.kill(signal);
      interrupt.addEventListener('abort', send, { once: true });
      const { code, stdout, stderr } = await program.ended;
      return { exitCode: code ?? signalled[signal], stdout, stderr };
    },
  };
}

const signalled = { SIGINT: 130, SIGKILL: 137 } as const;
