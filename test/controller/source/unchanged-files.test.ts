import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSource } from '../../../src/controller/source/open-source.ts';
import type { Project } from '../../../src/project/load-project.ts';
import { resolveClusters } from '../../../src/project/resolve-clusters.ts';
import { makeProjectFolder } from '../../support/project-folder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

interface Loaded {
  readonly files: Project['files'];
  readonly connectors: unknown;
  readonly topic: string | undefined;
  readonly ca: string | undefined;
}

/** What a reading is of: the same object only where the files were not loaded again. */
async function describeLoaded(project: Project): Promise<Loaded> {
  const [cluster] = await resolveClusters(project, {
    clusters: [],
    allClusters: true,
    variable: undefined,
  });
  const [first] = cluster?.desired.connectors ?? [];
  return {
    files: project.files,
    connectors: cluster?.desired.connectors,
    topic: first?.kind === 'present' ? first.config.get('topic') : undefined,
    ca: cluster?.target.tls?.ca,
  };
}

/** A project in the folder `project`, with files beside it. */
function open(
  files: Readonly<Record<string, string>>,
  environment: (folder: string) => Readonly<Record<string, string>> = () => ({}),
) {
  const folder = makeProjectFolder({ 'project/connect-sync.yaml': project(), ...files });
  onTestFinished(() => folder.remove());
  const clock = new VirtualClock({ quietTurns: 4 });
  const input = {
    directory: path.join(folder.directory, 'project'),
    environment: new Map(Object.entries(environment(folder.directory))),
    version: '0.1.0',
  };
  const source = openSource({ input, settleMilliseconds: 0 }, describeLoaded, {
    clock,
    signal: new AbortController().signal,
    onUnexpected: (error) => {
      throw error;
    },
  });
  const read = async () => {
    const { value, view } = await source.read();
    expect(view).toMatchObject({ state: 'current', reason: null });
    if (!value) throw new Error('nothing was read');
    return value;
  };
  /** Reads until equal scans count as equal files. */
  const readUntilFinal = async () => {
    await read();
    await clock.sleep(2_000);
    return read();
  };
  return { folder, clock, read, readUntilFinal };
}

function project(more = ''): string {
  return `version: 1\n${more}clusters:\n  dev: { url: "https://127.0.0.1:1" }\n`;
}

function connector(topic: string): string {
  return `config:\n  connector.class: X\n  topic: ${topic}\n`;
}

const one = { 'project/connectors/a.yaml': connector('first') };
const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;

describe('files that have not changed', () => {
  it('are neither loaded nor resolved again', async () => {
    const { read, readUntilFinal } = open(one);
    const known = await readUntilFinal();
    const again = await read();
    expect(again.files).toBe(known.files);
    expect(again.connectors).toBe(known.connectors);
  });

  it('are loaded again while a file system with coarse times may hide a second write', async () => {
    const { clock, read } = open(one);
    const first = await read();
    await clock.sleep(500);
    const second = await read();
    expect(second.files).not.toBe(first.files);
    await clock.sleep(1_500);
    const third = await read();
    expect(third.files).not.toBe(second.files);
    expect((await read()).files).toBe(third.files);
  });
});

describe('a change is seen', () => {
  it('of a connector file', async () => {
    const { folder, read, readUntilFinal } = open(one);
    await readUntilFinal();
    folder.write('project/connectors/a.yaml', connector('other'));
    expect((await read()).topic).toBe('other');
  });

  it('of an environment file outside of the directory', async () => {
    const { folder, read, readUntilFinal } = open(
      { 'project/connectors/a.yaml': connector('${env.TOPIC}'), 'job.env': 'TOPIC=first\n' },
      (base) => ({ CONNECT_SYNC_DOTENV: path.join(base, 'job.env') }),
    );
    expect((await readUntilFinal()).topic).toBe('first');
    folder.write('job.env', 'TOPIC=other\n');
    expect((await read()).topic).toBe('other');
  });

  it('of a connector file outside of the directory, which the job allows', async () => {
    const { folder, read, readUntilFinal } = open(
      {
        'project/connect-sync.yaml': project('connectors: ["../shared"]\n'),
        'shared/a.yaml': connector('first'),
      },
      (base) => ({ CONNECT_SYNC_ALLOWED_PATHS: path.join(base, 'shared') }),
    );
    expect((await readUntilFinal()).topic).toBe('first');
    folder.write('shared/a.yaml', connector('other'));
    expect((await read()).topic).toBe('other');
  });

  it('of a certificate outside of the directory', async () => {
    const url = 'version: 1\nclusters:\n  dev: { url: "https://127.0.0.1:1", tls: { ca: "${env.CA}" } }\n';
    const { folder, read, readUntilFinal } = open(
      { ...one, 'project/connect-sync.yaml': url, 'tls/ca.pem': pem('first') },
      (base) => ({ CA: path.join(base, 'tls/ca.pem') }),
    );
    expect((await readUntilFinal()).ca).toBe(pem('first'));
    folder.write('tls/ca.pem', pem('other'));
    expect((await read()).ca).toBe(pem('other'));
  });
});
