import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EventLine } from '../../src/model/event-line.ts';
import { startProgram } from '../support/built-program.ts';
import { tryout } from '../support/tryout.ts';

const connector = 'config:\n  connector.class: FileStreamSource\n  topic: lines\n  file: /tmp/lines.txt\n';

/** Sets the system time of a process by an hour, and back again, each time that it was read three times. */
function stepping(milliseconds: number): string {
  return `const now = Date.now; let reads = 0;
Date.now = () => now() + (Math.floor(reads++ / 3) % 2 === 0 ? 0 : ${milliseconds});\n`;
}

const hour = 3_600_000;

describe.each([
  ['forward', hour],
  ['back', -hour],
])('a system time that is set %s during a run of the built program', (_, step) => {
  it('neither cuts the stability window nor prolongs it, nor ends the time limit', async () => {
    const { folder, sandbox } = await tryout({
      files: { 'connectors/a.yaml': connector, 'step.cjs': stepping(step) },
    });
    const program = startProgram(
      ['apply', '--yes', '--stable-for', '2s', '--timeout', '30s', '-f', 'json', '--cluster', sandbox.url],
      {
        directory: folder.directory,
        environment: { NODE_OPTIONS: `--require ${path.join(folder.directory, 'step.cjs')}` },
      },
    );
    const { code, stdout, stderr } = await program.ended;
    expect(code, stderr).toBe(0);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as EventLine & { readonly at: string });
    const [report] = lines.flatMap((line) => (line.kind === 'report' ? [line.report] : []));
    expect(report?.milliseconds).toBeGreaterThanOrEqual(2_000);
    expect(report?.milliseconds).toBeLessThan(20_000);
    // The step was there to be seen: the times of day that are printed follow it.
    const times = lines.map(({ at }) => Date.parse(at));
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(hour - 60_000);
  });
});
