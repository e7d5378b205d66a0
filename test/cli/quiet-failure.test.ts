import { describe, expect, it } from 'vitest';
import { tryout } from '../support/tryout.ts';

const topics = { former: 'former-topic-c4f1', now: 'new-topic-93ab' };
const file = (topic: string) =>
  `config:\n  connector.class: FileStreamSource\n  tasks.max: 1\n  topic: ${topic}\n  file: /tmp/lines.txt\n`;
const applying = ['apply', '--yes', '--stable-for', '1s'];

describe.each(['2.8', '4.3'] as const)(
  'a plugin that cannot create tasks, on Kafka Connect %s',
  (connectVersion) => {
    it('causes a warning after a create if there are no tasks', async () => {
      const world = await tryout({ connectVersion, files: { 'connectors/a.yaml': file(topics.now) } });
      world.sandbox.worker.failTaskConfigs('a');
      const apply = await world.run(applying);
      expect(apply.stdout).toMatch(
        /create {2}a {3}applied; RUNNING, 0\/0 tasks, .*\n +warning: it runs no tasks: /,
      );
      expect(apply.exitCode).toBe(0);
    });

    it('causes a warning after an update if tasks have an old value, without showing values', async () => {
      const world = await tryout({ connectVersion, files: { 'connectors/a.yaml': file(topics.former) } });
      expect((await world.run(applying)).exitCode).toBe(0);
      world.sandbox.worker.failTaskConfigs('a');
      world.folder.write('connectors/a.yaml', file(topics.now));
      world.sandbox.clearRequests();
      const apply = await world.run(applying);
      expect(apply.stdout).toMatch(
        /update {2}a {3}applied; RUNNING, 1\/1 task, .*\n +warning: its tasks still have the former configuration: /,
      );
      expect(apply.stdout.slice(apply.stdout.indexOf('warning:'))).not.toMatch(/topic-/);
      expect(apply.exitCode).toBe(0);
      const asked = world.sandbox.requests.filter(({ path }) => path === '/connectors/a/tasks');
      expect(asked).toHaveLength(1);
    });

    it('causes no warning if the tasks have the new value', async () => {
      const world = await tryout({ connectVersion, files: { 'connectors/a.yaml': file(topics.former) } });
      expect((await world.run(applying)).exitCode).toBe(0);
      world.folder.write('connectors/a.yaml', file(topics.now));
      const apply = await world.run(applying);
      expect(apply.stdout).toMatch(/update {2}a {3}applied; RUNNING, 1\/1 task, /);
      expect(apply.stdout).not.toContain('warning');
    });
  },
);
