import { expect, it } from 'vitest';
import { misbehavingSource } from '../plugin/build-plugin.ts';
import { type Trial, trial } from './trial.ts';

const words = 'Sesame-Ouvre-7431';
const source = { 'connector.class': misbehavingSource, 'tasks.max': '1' };

/**
 * A password whose key does not say so (`opening.words` is of type PASSWORD), and workers that quote it. The file
 * has it in plain text: only the plugin shows that it is a secret.
 */
export function describeSecrets(url: () => string): void {
  it('does not repeat a password that a trace quotes', () =>
    trial(url(), async (secrets) => {
      const error = 'nobody opened to {words}';
      const late = { 'task.fail.after.ms': '700', 'task.fail.error': error };
      secrets.declare('secret-task', { config: { ...source, 'opening.words': words, ...late } });
      secrets.declare('secret-start', {
        config: { ...source, 'opening.words': words, 'start.error': error },
      });
      const apply = ['apply', '--yes', '--stable-for', '2s'];
      const first = await outputOf(secrets, apply);
      expect(first[0]).toContain('1 of 1 task FAILED');
      expect(first[0]).toContain('connector FAILED');
      expect(first[0].match(/nobody opened to \(sensitive\)/g)).toHaveLength(2);
      // The restarts that are planned now show both traces.
      const plan = await outputOf(secrets, ['plan']);
      expect(plan[0].match(/nobody opened to \(sensitive\)/g)).toHaveLength(2);
      const later = [
        await outputOf(secrets, ['status', 'secret-task', 'secret-start']),
        await outputOf(secrets, ['list']),
        await outputOf(secrets, ['show']),
        await outputOf(secrets, ['plan', '--format', 'json']),
        await outputOf(secrets, ['plan', '--format', 'diff']),
        await outputOf(secrets, ['apply', '--yes', '--no-wait', '--verbose', '--only', 'secret-start']),
        await outputOf(secrets, [...apply, '--format', 'json', '--only', 'secret-task']),
      ];
      expect([first, plan, ...later].flat().join('')).not.toContain(words);
    }));

  it('does not repeat it where it is removed from the file and the old trace still quotes it', () =>
    trial(url(), async (secrets) => {
      const late = { 'task.fail.after.ms': '0', 'task.fail.error': 'nobody opened to {words}' };
      secrets.declare('secret-gone', { config: { ...source, 'opening.words': words, ...late } });
      await secrets.run(['apply', '--yes', '--stable-for', '500ms']);
      secrets.declare('secret-gone', { config: source });
      const plan = await outputOf(secrets, ['plan']);
      expect(plan[0]).toContain('-opening.words: (sensitive #1)');
      const apply = await outputOf(secrets, ['apply', '--yes', '--stable-for', '500ms']);
      expect(apply[0]).toContain('1 planned: 1 applied.');
      secrets.declare('secret-gone', { state: 'absent' });
      expect([...plan, ...apply].join('')).not.toContain(words);
    }));

  it('reports a rejected value at its line, before anything is written, without the value', () =>
    trial(url(), async (secrets) => {
      secrets.declare('secret-refused', { config: { ...source, 'opening.words': `shut-${words}` } });
      secrets.declare('secret-fine', { config: source });
      const run = await secrets.run(['apply', '--yes']);
      expect(run.exitCode).toBe(29);
      expect(run.stdout + run.stderr).toMatch(/opening\.words cannot be \(sensitive\)/);
      expect(run.stdout + run.stderr).toMatch(/connectors\/secret-refused\.yaml:4:/);
      expect(run.stdout + run.stderr).not.toContain(words);
      expect(await secrets.reported()).toEqual({});
      const unvalidated = await outputOf(secrets, [
        'apply',
        '--yes',
        '--no-validate',
        '--stable-for',
        '500ms',
      ]);
      expect(unvalidated[0]).toMatch(/create {2}secret-refused +failed after/);
      expect(unvalidated.join('')).not.toContain(words);
    }));
}

async function outputOf(secrets: Trial, args: readonly string[]): Promise<readonly [string, string]> {
  const run = await secrets.run(args);
  return [run.stdout, run.stderr];
}
