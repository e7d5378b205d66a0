import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../support/project-folder.ts';
import { type CliRun, runCli } from '../support/run-cli.ts';

/** Imports the files in a folder; returns what was printed, and a reader of files. */
async function importFiles(files: Readonly<Record<string, string>>, ...args: readonly string[]) {
  const { directory } = projectFolder(files);
  const run: CliRun = await runCli(['import', '--from', ...Object.keys(files), ...args], { directory });
  return { run, read: (file: string) => readFileSync(path.join(directory, file), 'utf8'), directory };
}

const sink = (file: string) => `connector.class=FileStreamSink
# enough for all
tasks.max=1
# only for ${file}
topics=lines
errors.tolerance=all
file=${file}
`;

describe('import of files with comments', () => {
  it('moves the comment of a key into defaults with the key, each line once', async () => {
    const { read, directory, run } = await importFiles(
      { 'a.properties': sink('a'), 'b.properties': sink('b'), 'c.properties': sink('c') },
      '--split-defaults',
    );
    expect(run.exitCode, run.stderr).toBe(0);
    expect(read('connect-sync.yaml')).toContain(`      # enough for all
      tasks.max: 1
      # only for a
      # only for b
      # only for c
      topics: lines
`);
    expect(read('connectors/a.yaml')).toBe('config:\n  connector.class: FileStreamSink\n  file: a\n');
    expect((await runCli(['validate'], { directory })).exitCode).toBe(0);
  });

  it('keeps the comment of a key that is inherited already', async () => {
    const { directory } = projectFolder({
      'connect-sync.yaml': 'version: 1\ndefaults:\n  - config: {errors.tolerance: all}\n',
      'a.properties': 'connector.class=FileStreamSink\ntopics=t\n# never stop\nerrors.tolerance=all\n',
    });
    await runCli(['import', '--from', 'a.properties'], { directory });
    expect(readFileSync(path.join(directory, 'connectors/a.yaml'), 'utf8')).toBe(
      'config:\n  connector.class: FileStreamSink\n  topics: t\n  # errors.tolerance: never stop\n',
    );
  });

  it('writes no secret of a comment, and says so', async () => {
    const { read, run } = await importFiles({
      'a.properties': `connector.class=FileStreamSink
topics=t
# was: geheim-4711, rotated in May
#database.password=older-4712
# jdbc:postgresql://app:older-4713@db/shop
database.password=geheim-4711
`,
      'b.yaml': 'name: b\nconfig:\n  connector.class: FileStreamSink\n  topics: t # not geheim-4711\n',
    });
    expect(run.stderr).toContain('warning[import-comment-masked]: a comment of "a" contains a secret');
    const files = ['connectors/a.yaml', 'connectors/b.yaml', '.env.example'].map(read).join('');
    expect(files + run.stdout + run.stderr).not.toMatch(/geheim-4711|older-471/);
    expect(read('connectors/a.yaml')).toContain('  # was: (sensitive), rotated in May\n');
    expect(read('connectors/a.yaml')).toContain('  # database.password=(sensitive)\n');
  });
});
