import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { changedSeedsOf } from '../connectors.ts';
import { measure } from '../measure.ts';
import type { Row } from '../row.ts';
import { command, inWorld } from './large-plans.ts';

/** The requests of one change among many: none may name another connector. */
export const oneChangeRow: Row = {
  name: 'apply, one change',
  bound: 'the requests that it takes; none concerns another connector',
  bar: 1,
  run: (effort) =>
    inWorld(effort, 'as-live', async (world) => {
      const changed = changedSeedsOf({ connectors: 1, keys: 20 })[0];
      if (!changed) throw new Error('nothing to change');
      writeFileSync(
        path.join(world.tree.directory, 'connectors', '0', `${changed.name}.yaml`),
        JSON.stringify({ config: changed.config }),
      );
      await world.worker.take();
      const run = await measure(command(world, ['apply', '--yes', '--stable-for', '0s'], {}));
      const traffic = await world.worker.take();
      if (run.exitCode !== 0 || !run.stdout.includes('1 applied')) throw new Error(run.stderr + run.stdout);
      const needed = traffic.requests.filter((request) => isNeeded(request, changed.name));
      const others = traffic.requests.filter((request) => !isNeeded(request, changed.name));
      return {
        n: 1,
        milliseconds: run.milliseconds,
        boundMilliseconds: run.milliseconds,
        ratio: traffic.requests.length / needed.length,
        peakBytes: run.peakBytes,
        traffic,
        broken: [
          ...others.map((request) => `${request} was not needed`),
          ...(countOf(traffic.requests, 'PUT /connectors/') === 1 ? [] : ['not one PUT']),
          ...(countOf(traffic.requests, 'PUT /connector-plugins/') === 1 ? [] : ['not one validation']),
        ],
      };
    }),
};

/** The lists, the worker itself, the question whether it has started, and what is about this one connector. */
function isNeeded(request: string, name: string): boolean {
  const [, resource = ''] = request.split(' ');
  return (
    /^\/(?:connectors(?:\?.*)?|connector-plugins(?:\/.*)?)?$/.test(resource) ||
    resource === '/connectors/connect-sync-asks-whether-this-worker-has-started' ||
    resource.startsWith(`/connectors/${name}/`) ||
    resource === `/connectors/${name}`
  );
}

function countOf(requests: readonly string[], start: string): number {
  return requests.filter((request) => request.startsWith(start)).length;
}
