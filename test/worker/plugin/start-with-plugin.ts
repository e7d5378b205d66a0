import { poll } from '../../support/poll.ts';
import { type RealWorkers, type StartOptions, startWorkers } from '../real-workers.ts';
import { misbehavingSource, pluginFolder } from './build-plugin.ts';

/** Starts workers that have the test plugin, and waits until each of them says so. */
export async function startWithPlugin(options: Omit<StartOptions, 'pluginPath'>): Promise<RealWorkers> {
  const workers = await startWorkers({ ...options, pluginPath: [await pluginFolder()] });
  // While a worker boots, its port may belong to another test for a moment, whose server answers in its place.
  await Promise.all(workers.urls.map(waitForPlugin));
  return workers;
}

/** Waits until a worker lists the test plugin, which no other server does. */
export async function waitForPlugin(url: string): Promise<void> {
  const ask = async () => {
    const answer = await fetch(`${url}/connector-plugins`);
    return (await answer.text()).includes(misbehavingSource) || undefined;
  };
  await poll(ask, { what: `${url} has the test plugin`, within: 60_000, every: 100 });
}
