import type { ImportPorts } from '../../import/import-connectors.ts';
import { count } from '../../model/count.ts';
import type { Host } from '../host.ts';

/** Asks on the terminal what placeholders become, and for the values of variables in names. */
export function substitutionQuestions({
  canAsk,
  ask,
}: Pick<Host, 'canAsk' | 'ask'>): ImportPorts['questions'] {
  if (!canAsk) return undefined;
  return {
    chooseMode: async (variables) => {
      const names = [...new Set(variables)];
      const shown = names.slice(0, 3).map((name) => `\${${name}}`);
      const more = names.length > shown.length ? ' …' : '';
      const found = `${count(variables.length, 'placeholder')} of ${count(names.length, 'variable')} (${shown.join(', ')}${more})`;
      for (;;) {
        const answer = await ask(`Make references of ${found}? [Y/env/var/keep] `);
        const mode = modes.get(answer.trim().toLowerCase());
        if (mode) return mode;
      }
    },
    enterValue: (name) =>
      ask(`Value of ${name}, which names of connectors contain (empty: take it from the environment): `),
  };
}

/** `Y`: references of the environment for secrets, variables of the project for all others. */
const modes: ReadonlyMap<string, 'automatic' | 'env' | 'var' | 'keep'> = new Map([
  ['', 'automatic'],
  ['y', 'automatic'],
  ['yes', 'automatic'],
  ['env', 'env'],
  ['var', 'var'],
  ['keep', 'keep'],
  ['n', 'keep'],
  ['no', 'keep'],
]);
