import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type BuiltProgram, startProgram } from '../support/built-program.ts';
import { eventually } from '../support/eventually.ts';
import { type Tryout, tryout } from '../support/tryout.ts';
import { type GitRepository, gitRepository } from './git-repository.ts';
import { type GitSyncSettings, syncOnce } from './git-sync.ts';
import { manifestsOf } from './manifests.ts';

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}

const containers = containersOf('kubernetes/git-sync');
const connector = (topic: string) =>
  'name: orders\nconfig:\n  connector.class: org.apache.kafka.connect.file.FileStreamSourceConnector\n' +
  `  file: /tmp/in\n  topic: ${topic}\n  tasks.max: "1"\n`;
const files = (topic: string) => ({ 'connectors/orders.yaml': connector(topic) });

/** The controller with the arguments of the manifest, and the volume that git-sync fills. */
interface Pod extends Tryout {
  readonly repository: GitRepository;
  readonly settings: GitSyncSettings;
  readonly program: BuiltProgram;
  topic(): string | null | undefined;
  /** Status and text of `/readyz`. */
  readiness(): Promise<string>;
}

/** It starts no run by itself within the test: what starts one is the webhook of git-sync. */
async function startPod(): Promise<Pod> {
  const world = await tryout({ files: {} });
  const root = path.join(world.folder.directory, 'volume');
  mkdirSync(root);
  const project = `version: 1\nclusters:\n  prod:\n    url: ${world.sandbox.url}\n`;
  const repository = await gitRepository({ 'connect-sync.yaml': project, ...files('one') });
  const args = argumentsIn(root, path.join(world.folder.directory, 'backups'));
  const program = startProgram([...args, '--interval=1h', '--settle=200ms', '--stable-for=0s'], {
    directory: world.folder.directory,
  });
  onTestFinished(async () => {
    program.child.kill('SIGTERM');
    expect((await program.ended).code).toBe(0);
  });
  const url = await listeningUrl(program);
  const settings = { ...gitSyncSettings(root, url), repository: repository.url };
  return {
    ...{ ...world, repository, settings, program },
    topic: () => world.sandbox.worker.config('orders')?.['topic'],
    readiness: async () => {
      const response = await fetch(`${url}/readyz`);
      return `${response.status} ${await response.text()}`;
    },
  };
}

describe('git-sync beside the controller', () => {
  it('brings a commit into force at once, also after a force push', async () => {
    const pod = await startPod();
    await eventually(async () => expect(await pod.readiness()).toMatch(/^503 .*missing/));
    await syncOnce(pod.settings);
    await eventually(async () => expect(pod.topic()).toBe('one'));
    const second = await pod.repository.push(files('two'));
    await syncOnce(pod.settings);
    await eventually(async () => expect(pod.topic()).toBe('two'));
    await pod.repository.push(files('three'));
    await syncOnce(pod.settings);
    await eventually(async () => expect(pod.topic()).toBe('three'));
    await pod.repository.forcePush(second, files('other'));
    await syncOnce(pod.settings);
    await eventually(async () => expect(pod.topic()).toBe('other'));
    expect(await syncOnce(pod.settings)).toBe(false);
    await eventually(async () => expect(await pod.readiness()).toBe('200 ok\n'));
  });

  it('brings the last of many quick commits into force, and reads none of them by half', async () => {
    const pod = await startPod();
    const both = (topic: string) => ({ ...files(topic), 'connectors/copy.yaml': copy(topic) });
    for (let number = 1; number <= 50; number += 1) {
      await pod.repository.push(both(`topic-${number}`));
      await syncOnce(pod.settings);
    }
    await eventually(async () => {
      expect(pod.topic()).toBe('topic-50');
      expect(pod.sandbox.worker.config('copy')?.['topic']).toBe('topic-50');
      expect(await pod.readiness()).toBe('200 ok\n');
    });
    // Empty or in error they would be if a commit were read by half; while commits follow each other they are changing.
    expect(pod.program.written.stdout).not.toMatch(/source-failed: the files are (?!missing|changing)/);
    expect(pod.writes().filter((write) => write.startsWith('DELETE'))).toEqual([]);
  });

  it('leaves the last good commit in force while the newest is in error, and says why', async () => {
    const pod = await startPod();
    await syncOnce(pod.settings);
    await eventually(async () => expect(pod.topic()).toBe('one'));
    await pod.repository.push({ 'connectors/orders.yaml': 'name: orders\nconfig: [\n' });
    await syncOnce(pod.settings);
    await eventually(async () => expect(await pod.readiness()).toMatch(/^503 the files have errors/));
    const writes = pod.writes().length;
    await pod.repository.push(files('two'));
    await syncOnce(pod.settings);
    await eventually(async () => expect(pod.topic()).toBe('two'));
    expect(pod.writes().slice(writes)).toEqual(['PUT /connectors/orders/config']);
  });

  it('deletes nothing when the volume is emptied, and goes on when it is filled again', async () => {
    const pod = await startPod();
    await syncOnce(pod.settings);
    await eventually(async () => expect(pod.topic()).toBe('one'));
    const { root, webhook } = pod.settings;
    for (const name of readdirSync(root)) rmSync(path.join(root, name), { recursive: true });
    await fetch(webhook, { method: 'POST' });
    await eventually(async () => expect(await pod.readiness()).toMatch(/^503 .*missing/));
    expect(pod.topic()).toBe('one');
    await pod.repository.push(files('two'));
    await syncOnce(pod.settings);
    await eventually(async () => expect(pod.topic()).toBe('two'));
    expect(pod.writes().filter((write) => write.startsWith('DELETE'))).toEqual([]);
  });
});

function copy(topic: string): string {
  return connector(topic).replace('name: orders', 'name: copy');
}

function containersOf(folder: string): readonly Container[] {
  const deployment = manifestsOf(folder).find(({ kind }) => kind === 'Deployment');
  return (deployment as unknown as { spec: { template: { spec: { containers: readonly Container[] } } } })
    .spec.template.spec.containers;
}

function container(name: string): Container {
  const found = containers.find((one) => one.name === name);
  if (!found) throw new Error(`no container ${name}`);
  return found;
}

/** The arguments of the manifest; what only a pod has is replaced. */
function argumentsIn(root: string, backups: string): readonly string[] {
  return container('connect-sync').args.flatMap((arg) => {
    if (arg.startsWith('--leader-election=')) return [];
    if (arg.startsWith('--listen=')) return ['--listen=127.0.0.1:0'];
    if (arg.startsWith('--backup=')) return [`--backup=${backups}`];
    return [arg.replace('--mode=observe', '--mode=apply').replace('=/project/', `=${root}/`)];
  });
}

/** The flags and variables of the manifest; the webhook is the address of this controller. */
function gitSyncSettings(root: string, url: string): Omit<GitSyncSettings, 'repository'> {
  const { args, env = [] } = container('git-sync');
  const flag = (name: string) => args.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? '';
  const variable = (name: string) => env.find((one) => one.name === name)?.value ?? '';
  return {
    root,
    ref: variable('GITSYNC_REF'),
    link: flag('link'),
    webhook: `${url}${new URL(variable('GITSYNC_WEBHOOK_URL')).pathname}`,
    successStatus: Number(flag('webhook-success-status')),
  };
}

async function listeningUrl({ written }: BuiltProgram): Promise<string> {
  let url = '';
  await eventually(async () => {
    url = /^listening on (\S+)$/m.exec(written.stderr)?.[1] ?? '';
    expect(url, written.stderr).not.toBe('');
  });
  return url;
}
