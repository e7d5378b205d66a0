import { describe, expect, it } from 'vitest';
import { issuesUrl } from '../../src/public/version.ts';
import { startProgram } from '../support/built-program.ts';
import { tryout } from '../support/tryout.ts';

const connector = 'config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: lines\n';

/** A terminal that breaks at the first line about the outcome of `orders`, as no worker can cause it. */
function breakingTerminal() {
  let isBroken = false;
  return {
    columns: 200,
    rows: 40,
    write: (text: string) => {
      if (isBroken || !/"kind":"finished"|orders +applied/.test(text)) return;
      isBroken = true;
      throw new TypeError('the output broke');
    },
  };
}

describe('an unexpected error during an apply', () => {
  it.each([
    ['text', '1 planned: 1 applied.'],
    ['json', '"kind":"report"'],
  ])('is reported as a bug after the report, with its stack: exit 1 (-f %s)', async (format, report) => {
    const { run } = await tryout({ files: { 'connectors/orders.yaml': connector } });
    const apply = await run(['apply', '--yes', '--stable-for', '1s', '-f', format], {
      terminal: breakingTerminal(),
      environment: { CI: 'true' },
    });
    expect(apply.exitCode).toBe(1);
    expect(apply.stdout).toContain(report);
    expect(apply.stderr).toMatch(/^internal error: this is a bug in connect-sync/m);
    expect(apply.stderr).toMatch(/^TypeError: the output broke\n {4}at .*unexpected-error\.test\.ts/m);
    expect(apply.stderr).toContain(`\nPlease report it with the lines above: ${issuesUrl}\n`);
    expect(apply.stderr).toMatch(/^exit 1: failed$/m);
  });
});

it('the built program names where the bugs of package.json are reported', async () => {
  const { folder, sandbox } = await tryout({ files: { 'connectors/orders.yaml': connector } });
  const breaking = 'process.stdout.write = () => { throw new TypeError("the output broke"); };';
  const program = startProgram(['plan', '--cluster', sandbox.url], {
    directory: folder.directory,
    environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(breaking)}` },
  });
  const { code, stderr } = await program.ended;
  expect(stderr).toMatch(/^internal error: .*\nTypeError: the output broke\n/m);
  expect(stderr).toContain(`\nPlease report it with the lines above: ${issuesUrl}\n`);
  expect(code).toBe(1);
});
