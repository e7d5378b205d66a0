import { describe, expect, it } from 'vitest';
import type { Answer } from './rest-client.ts';
import { connectorPath } from './rest-client.ts';
import type { Subject } from './subject.ts';
import { create, createRunning, isRebalance, sourceConfig, uniqueName } from './subject.ts';

/** What is refused during the rebalances that writes cause, and what never is: Connect REST contract 8.2. */
export function describeRebalances(subject: Subject): void {
  const { rest, rules } = subject;

  describe('while connectors come and go', () => {
    it('lists and statuses are always answered; one connector is answered or refused with known messages', async () => {
      const steady = uniqueName('steady');
      await createRunning(subject, steady, sourceConfig(subject, steady));
      const strange: string[] = [];
      const note = (what: string, answer: Answer) => strange.push(`${what}: ${answer.status} ${answer.text}`);
      let isBusy = true;

      const lists = ['/connectors', '/connectors?expand=info', '/connectors?expand=status'];
      const readOnce = async () => {
        const one = await rest.get(connectorPath(steady));
        if (one.status !== 200 && !isRebalance(rules, one)) note('one connector', one);
        for (const path of [...lists, connectorPath(steady, '/status')]) {
          const answer = await rest.get(path);
          if (answer.status !== 200 || !answer.text.includes(steady)) note(path, answer);
        }
      };
      const read = async () => {
        while (isBusy) await readOnce();
      };
      const write = async () => {
        for (let round = 0; round < 3; round += 1) {
          const name = uniqueName('passing');
          await create(subject, name, sourceConfig(subject, name));
          const changed = await rest.put(
            connectorPath(name, '/config'),
            sourceConfig(subject, name, { 'batch.size': '7' }),
          );
          if (changed.status !== 200) note('change', changed);
          const deleted = await rest.delete(connectorPath(name));
          if (deleted.status !== 204) note('deletion', deleted);
        }
      };

      const reading = read();
      await Promise.all([write(), write(), write(), write()]).finally(() => {
        isBusy = false;
      });
      await reading;
      expect(strange).toEqual([]);
    });
  });
}
