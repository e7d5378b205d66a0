import { readFileSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import type { ControllerView } from '../../../src/model/controller-view.ts';
import { startProgram } from '../../support/built-program.ts';
import { eventually } from '../../support/eventually.ts';
import type { Trial } from '../trust/trial.ts';

/** The built program as a controller of the trial's cluster, with an interval of a second. */
export async function startController(
  world: Trial,
  mode: ControllerView['mode'],
  options: readonly string[] = [],
) {
  const args = ['reconcile', '-f', 'json', '--mode', mode, '--interval', '1s', '--settle', '0s'];
  const program = startProgram(
    [...args, '--stable-for', '0s', '--backup', 'none', '--listen', '127.0.0.1:0', ...options],
    { directory: world.folder.directory, environment: { CONNECT_SYNC_CLUSTER: world.url } },
  );
  onTestFinished(() => void program.child.kill('SIGKILL'));
  let url = '';
  await eventually(async () => {
    url = /^listening on (\S+)$/m.exec(program.written.stderr)?.[1] ?? '';
    expect(url).not.toBe('');
  });
  const metrics = async () => (await fetch(`${url}/metrics`)).text();
  const runs = async () => {
    const values = (await metrics()).matchAll(/^connect_sync_runs_total\{.*\} (\d+)$/gm);
    return [...values].reduce((sum, [, value]) => sum + Number(value), 0);
  };
  return {
    metrics,
    state: async () => (await (await fetch(`${url}/api/status`)).json()) as ControllerView,
    ready: async () => (await fetch(`${url}/readyz`)).status,
    moreRuns: async (count: number) => {
      const end = (await runs()) + count;
      await eventually(async () => expect(await runs()).toBeGreaterThanOrEqual(end));
    },
    /** The kinds of the events of a connector, in their order. */
    kindsOf: (connector: string): readonly string[] =>
      program.written.stdout
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as { readonly kind: string; readonly connector?: string })
        .filter((event) => event.connector === connector)
        .map(({ kind }) => kind),
    end: async () => {
      program.child.kill('SIGTERM');
      expect((await program.ended).code).toBe(0);
    },
  };
}

/** Every request in the log of a worker that may change it; validation changes nothing. */
export function writesIn(logFile: string): readonly string[] {
  const requests =
    readFileSync(logFile, 'utf8').match(/"(?:PUT|POST|PATCH|DELETE) \/\S+ HTTP\/1\.1" \d+/g) ?? [];
  return requests.filter((line) => !line.includes('/config/validate'));
}
