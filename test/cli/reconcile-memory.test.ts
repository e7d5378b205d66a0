import { readFileSync } from 'node:fs';
import process from 'node:process';
import { expect, it, onTestFinished } from 'vitest';
import { seedsOf } from '../bench/connectors.ts';
import { startProgram } from '../support/built-program.ts';
import { eventually } from '../support/eventually.ts';
import { tryout } from '../support/tryout.ts';

const connectors = 2_000;
const megabyte = 1024 * 1024;

// Node 24 takes 60 MB more for the same (docs/guides/continuous-deploy.md).
it.runIf(process.platform === 'linux' && process.version.startsWith('v20.'))(
  'a controller of 2,000 connectors takes less than 150 MB between its runs, with its page and metrics read',
  async () => {
    const seeds = seedsOf({ connectors, keys: 30 });
    const files = Object.fromEntries(
      seeds.map(({ name, config }) => [`connectors/${name}.yaml`, `config: ${JSON.stringify(config)}\n`]),
    );
    const { folder, sandbox } = await tryout({ files, anyClass: true });
    sandbox.worker.seed(seeds);
    const program = startProgram(
      ['reconcile', '--interval', '5s', '--listen', '127.0.0.1:0', '--cluster', sandbox.url],
      { directory: folder.directory },
    );
    onTestFinished(async () => {
      program.child.kill('SIGKILL');
      await program.ended;
    });
    const between: number[] = [];
    for (let runs = 1; runs <= 5; runs += 1) {
      let least = Number.POSITIVE_INFINITY;
      await eventually(async () => {
        least = Math.min(least, residentBytes(program.child.pid));
        expect(runsIn(program.written.stdout)).toBeGreaterThanOrEqual(runs);
      });
      if (runs > 1) between.push(least);
      const url = /^listening on (\S+)$/m.exec(program.written.stderr)?.[1] ?? '';
      for (const route of ['/', '/metrics'])
        expect((await (await fetch(url + route)).text()).length).toBeGreaterThan(1_000);
    }
    // Between two runs, which is most of its life: how long a run takes, and when V8 collects in it, depends on the machine.
    expect(Math.min(...between) / megabyte).toBeLessThan(150);
  },
);

function runsIn(stdout: string): number {
  return stdout.match(/in-sync/g)?.length ?? 0;
}

function residentBytes(pid = 0): number {
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
