import { describe, expect, it, onTestFinished } from 'vitest';
import { answering, failing, type GatewayRule, hiding, startGateway } from '../support/gateway.ts';
import { type Tryout, tryout } from '../support/tryout.ts';

const theirs = { 'connector.class': 'FileStreamSource', 'tasks.max': '1', topic: 'theirs' };
const file = 'config: { connector.class: FileStreamSource, tasks.max: "1", topic: ours }\n';
const declared = ['a', 'b', 'c', 'd', 'e'];

/** Five declared connectors; `b` and `d` exist, and a gateway hides them in the lists. */
async function world(...rules: readonly GatewayRule[]): Promise<Tryout & { readonly url: string }> {
  const made = await tryout({
    files: Object.fromEntries(declared.map((name) => [`connectors/${name}.yaml`, file])),
  });
  made.sandbox.worker.seed(['b', 'd'].map((name) => ({ name, config: theirs })));
  const gateway = await startGateway(made.sandbox.url);
  onTestFinished(() => gateway.close());
  gateway.follow(hiding(/^[bd]$/), ...rules);
  return { ...made, url: gateway.url };
}

const apply = (url: string) => ['apply', '--cluster', url, '--yes', '--stable-for', '1s'];

function topics({ sandbox }: Tryout): readonly (string | null | undefined)[] {
  return declared.map((name) => sandbox.worker.config(name)?.['topic']);
}

describe('connectors that a gateway hides in the lists', () => {
  it.each(['halt', 'continue', 'rollback'])(
    'are found before anything is written, and all are named: 28, --on-failure %s',
    async (onFailure) => {
      const made = await world();
      const run = await made.run([...apply(made.url), '--on-failure', onFailure]);
      expect(run.stderr).toContain('b, d exist, and the lists of this cluster do not show them');
      expect(run.exitCode).toBe(28);
      expect(made.writes()).toEqual([]);
    },
  );

  it.each(['halt', 'continue', 'rollback'])(
    'stop the run after the first, where they cannot be read either; nothing is restored: --on-failure %s',
    async (onFailure) => {
      const made = await world(failing({ methods: ['GET'], connector: /^[bd]$/ }, 403, 'User denied'));
      const run = await made.run([...apply(made.url), '--on-failure', onFailure]);
      expect(run.stdout).toContain('the lists of this cluster do not show it');
      expect(run.exitCode).toBe(20);
      expect(made.writes()).toEqual(['PUT /connectors/a/config', 'PUT /connectors/b/config']);
      expect(topics(made)).toEqual(['ours', 'ours', undefined, 'theirs', undefined]);
    },
  );

  it('are not overwritten by a creation with a state', async () => {
    const made = await world(failing({ methods: ['GET'], connector: /^[bd]$/ }, 403, 'User denied'));
    for (const name of declared) made.folder.write(`connectors/${name}.yaml`, `state: paused\n${file}`);
    const run = await made.run(apply(made.url));
    expect(run.exitCode).not.toBe(0);
    expect(run.stdout).toContain('already exists');
    expect(topics(made)[1]).toBe('theirs');
    expect(topics(made)[3]).toBe('theirs');
  });

  it.each([
    ['as declared', { topic: 'ours' }, 0, 'unchanged'],
    ['otherwise', {}, 20, 'it was created meanwhile and differs from its connector file'],
  ])(
    'are not overwritten where each other list hides them, as of two workers of which one is booting: they are %s',
    async (_how, more, exitCode, shown) => {
      const made = await tryout({ files: { 'connectors/b.yaml': file, 'connectors/c.yaml': file } });
      made.sandbox.worker.seed([{ name: 'b', config: { ...theirs, ...more } }]);
      const gateway = await startGateway(made.sandbox.url);
      onTestFinished(() => gateway.close());
      let isRead = false;
      const hide = hiding(/^b$/);
      gateway.follow((request) => {
        // Only right after it was read by its name the list shows it.
        if (request.connector === 'b') isRead = true;
        else if (request.path.startsWith('/connectors?') && isRead) isRead = false;
        else return hide(request);
        return undefined;
      });
      const run = await made.run([...apply(gateway.url), '--backup', 'none']);
      expect([run.exitCode, run.stdout], run.stderr).toEqual([exitCode, expect.stringContaining(shown)]);
      expect(made.writes()).toEqual(['PUT /connectors/c/config']);
    },
  );

  it('do not matter where nothing is hidden: a worker that is busy for one read is asked again', async () => {
    const made = await tryout({ files: { 'connectors/a.yaml': file } });
    const gateway = await startGateway(made.sandbox.url);
    onTestFinished(() => gateway.close());
    const body =
      '{"error_code":409,"message":"Cannot complete request because of a conflicting operation (e.g. worker rebalance)"}';
    gateway.follow(
      answering(
        { methods: ['GET'], path: /^\/connectors\/a\/tasks/, times: 1 },
        { status: 409, body, contentType: 'application/json' },
      ),
    );
    const run = await made.run(apply(gateway.url));
    expect(run.exitCode, run.stderr).toBe(0);
    expect(made.writes()).toEqual(['PUT /connectors/a/config']);
  });
});
