import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

const projectFile = 'version: 1\n';
const connector = (topic: string) =>
  'name: orders\nconfig:\n  connector.class: org.apache.kafka.connect.file.FileStreamSourceConnector\n' +
  `  file: /tmp/in\n  topic: ${topic}\n  tasks.max: "1"\n`;

describe('a project in a volume of Kubernetes', () => {
  it('is read from a ConfigMap, whose files are links into a folder that kubelet replaces', async () => {
    const { folder, run, sandbox } = await tryout({ files: {} });
    const mounted = path.join(folder.directory, 'project');
    const put = (version: string, topic: string) => {
      const data = path.join(mounted, version);
      mkdirSync(path.join(data, 'connectors'), { recursive: true });
      writeFileSync(path.join(data, 'connect-sync.yaml'), projectFile);
      writeFileSync(path.join(data, 'connectors/orders.yaml'), connector(topic));
      symlinkSync(version, path.join(mounted, '..data_tmp'));
      renameSync(path.join(mounted, '..data_tmp'), path.join(mounted, '..data'));
    };
    put('..2026_12_01_00_00_00.1', 'one');
    for (const name of ['connect-sync.yaml', 'connectors'])
      symlinkSync(`..data/${name}`, path.join(mounted, name));
    // As a container does: in another directory, which is empty.
    const directory = path.join(folder.directory, 'elsewhere');
    mkdirSync(directory);
    const apply = () => run(reconcile(path.join(mounted, 'connect-sync.yaml')), { directory });
    expect((await apply()).stdout).toContain('1 applied');
    put('..2026_12_01_00_01_00.2', 'two');
    rmSync(path.join(mounted, '..2026_12_01_00_00_00.1'), { recursive: true });
    expect((await apply()).stdout).toContain('1 applied');
    expect(await topicOf(sandbox.url)).toBe('two');
  });

  it('is read through the link of git-sync, which leads to another checkout after a commit', async () => {
    const { folder, run, sandbox } = await tryout({ files: {} });
    const put = (commit: string, topic: string) => {
      const checkout = path.join(folder.directory, '.worktrees', commit);
      mkdirSync(path.join(checkout, 'connectors'), { recursive: true });
      writeFileSync(path.join(checkout, 'connect-sync.yaml'), projectFile);
      writeFileSync(path.join(checkout, 'connectors/orders.yaml'), connector(topic));
      symlinkSync(`.worktrees/${commit}`, path.join(folder.directory, 'tmp-link'));
      renameSync(path.join(folder.directory, 'tmp-link'), path.join(folder.directory, 'current'));
    };
    put('a1b2', 'one');
    const directory = path.join(folder.directory, 'elsewhere');
    mkdirSync(directory);
    const apply = () =>
      run(reconcile(path.join(folder.directory, 'current/connect-sync.yaml')), { directory });
    expect((await apply()).stdout).toContain('1 applied');
    put('c3d4', 'two');
    rmSync(path.join(folder.directory, '.worktrees/a1b2'), { recursive: true });
    expect((await apply()).stdout).toContain('1 applied');
    expect(await topicOf(sandbox.url)).toBe('two');
  });
});

function reconcile(project: string): readonly string[] {
  const once = ['--cycles', '1', '--settle', '0s', '--stable-for', '0s', '--backup', 'none'];
  return ['reconcile', '--project', project, '--mode', 'apply', '--listen', 'none', ...once];
}

async function topicOf(url: string): Promise<string> {
  const config = (await (await fetch(`${url}/connectors/orders/config`)).json()) as {
    readonly topic: string;
  };
  return config.topic;
}
