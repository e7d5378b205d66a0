import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { makeProjectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { missingForWorkers, startWorkers, stopEverything } from './real-workers.ts';

const version = '4.3.0';
const missing = await missingForWorkers([version]);
if (missing) console.warn(`collisions on a real worker are skipped: ${missing}`);

const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);

/** What the warnings of `connector-collision` say happens, on a worker. */
describe.skipIf(missing)('connectors that collide on a real worker', () => {
  afterAll(async () => {
    await stopEverything();
    folder.remove();
  });

  let folder: ReturnType<typeof makeProjectFolder>;
  let cluster = '';
  const inFolder = (file: string) => path.join(folder.directory, file);
  const run = (args: readonly string[]) =>
    runCli(args, { directory: folder.directory, environment: { CONNECT_SYNC_CLUSTER: cluster } });
  const written = async (file: string) =>
    (await readFile(inFolder(file), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');

  beforeAll(async () => {
    folder = makeProjectFolder({});
    cluster = (await startWorkers({ version })).urls[0] ?? '';
    const sink = (file: string, more = '') =>
      `config:\n  connector.class: FileStreamSink\n  topics: collisions\n  file: ${inFolder(file)}\n${more}`;
    const shared = '  consumer.override.group.id: shared\n';
    folder.write(
      'connectors/source.yaml',
      `config:\n  connector.class: FileStreamSource\n  topic: collisions\n  file: ${inFolder('in.txt')}\n`,
    );
    folder.write('connectors/file-a.yaml', sink('same.txt'));
    folder.write('connectors/file-b.yaml', sink('same.txt'));
    folder.write('connectors/group-a.yaml', sink('group-a.txt', shared));
    folder.write('connectors/group-b.yaml', sink('group-b.txt', shared));
    await writeFile(inFolder('in.txt'), `${lines.join('\n')}\n`);
  });

  it('are accepted by the worker, and named by plan', async () => {
    const plan = await run(['plan']);
    const printed = plan.stdout + plan.stderr;
    expect(printed).toContain('"file-b" writes the file');
    expect(printed).toContain('"group-b" consumes as the group "shared", as "group-a" does');
    const applied = await run(['apply', '--yes', '--stable-for', '1s']);
    expect(applied.exitCode, applied.stderr).toBe(0);
  });

  it('write every line twice into a file that they share', async () => {
    const twice = [...lines, ...lines].sort();
    await eventually(async () => expect((await written('same.txt')).sort()).toEqual(twice));
  });

  it('get each only some of the records, if they share a consumer group', async () => {
    const received = async () =>
      [...(await written('group-a.txt')), ...(await written('group-b.txt'))].sort();
    await eventually(async () => expect(await received()).toEqual([...lines].sort()));
  });
});
