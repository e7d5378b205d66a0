import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UpgradeView } from '../../src/model/upgrade-view.ts';
import { poll } from '../support/poll.ts';
import { projectFolder } from '../support/project-folder.ts';
import { runCli } from '../support/run-cli.ts';
import { resolveDistribution } from './distribution.ts';
import { missingForPlugin, pluginFolder } from './plugin/build-plugin.ts';
import { ensureBroker, type RealWorkers, startWorkers, stopEverything } from './real-workers.ts';
import { type ProbeVersion, probeFolder } from './upgrade/build-probe.ts';
import { upgradedConnectors } from './upgrade/upgraded-connectors.ts';

const to = '4.4.0';
const missing = await missingForPlugin(['3.4.1', '3.9.1', to]);
if (missing) console.warn(`the upgrade of real workers is skipped: ${missing}`);

/** Every connector by name: `RUNNING`, `FAILED`, or `FAILED task`. */
type States = ReadonlyMap<string, string>;

describe.skipIf(missing)('the rehearsal of an upgrade', () => {
  /** A worker of a group of its own, as long as it takes. */
  let target = '';
  beforeAll(async () => {
    const workers = await start(to, '2.0.0');
    target = workers.urls[0] ?? '';
  });
  afterAll(stopEverything);

  it.each(['3.9.1', '3.4.1'])(
    'of %s to 4.4.0 names what then really fails, and nothing that runs',
    async (from) => {
      const old = await start(from, '1.0.0');
      await create(old.urls[0] ?? '');
      const before = await settled(old.urls[0] ?? '');
      const view = await rehearse(old.urls[0] ?? '', target);
      await old.end(0, 'in-good-order');
      const upgraded = await start(to, '2.0.0', old.group);
      const after = await settled(upgraded.urls[0] ?? '');
      await upgraded.stop();

      const ran = [...before].filter(([, state]) => state === 'RUNNING').map(([name]) => name);
      expect(ran.length).toBeGreaterThan(30);
      const levels = (name: string) =>
        view.findings
          .filter(({ connectors }) => connectors.some((one) => one.name === name))
          .map(({ level }) => level);
      console.log(tableOf(view, before, after));
      const failed = ran.filter((name) => after.get(name) !== 'RUNNING');
      const notNamed = failed.filter(
        (name) => !levels(name).some((level) => level === 'fails' || level === 'refused'),
      );
      expect(notNamed).toEqual([]);
      const wrong = ran.filter((name) => after.get(name) === 'RUNNING' && levels(name).includes('fails'));
      expect(wrong).toEqual([]);
      // What the target refuses does not run there, with one exception, which the finding states.
      const refused = ran.filter((name) => levels(name).includes('refused'));
      expect(refused.filter((name) => after.get(name) === 'RUNNING')).toEqual(['t,t', 'a name/with a slash']);
      expect(failed).toEqual(expect.arrayContaining(['t,,u', 'old file plugin', 'retired class']));
      expect(levels('probe, removed key')).toContain('changes');
      expect(levels('t')).toEqual([]);
    },
  );
});

async function start(version: string, probe: ProbeVersion, group?: string): Promise<RealWorkers> {
  // The file connectors as they were built for 3.9.1: on 4.4.0 they cannot be loaded.
  const folders = [
    (await resolveDistribution('3.9.1')).pluginPath,
    await pluginFolder(),
    await probeFolder(probe),
  ];
  const settings = { 'plugin.path': folders.join(',') };
  return startWorkers({ version, settings, ...(group !== undefined && { group }) });
}

async function create(url: string): Promise<void> {
  const broker = await ensureBroker();
  for (const [name, config] of Object.entries(upgradedConnectors)) {
    const body = JSON.stringify({ name, config }).replaceAll('BROKER', broker);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/connectors`, { method: 'POST', headers, body });
    expect(answer.status, `${name}: ${await answer.text()}`).toBe(201);
  }
}

/** Rehearses, and shows the page; the target has no connector afterwards. */
async function rehearse(url: string, target: string): Promise<UpgradeView> {
  const { directory } = projectFolder({});
  const args = ['upgrade', '--cluster', url, '--to', target];
  const { stdout, stderr, exitCode } = await runCli([...args, '-f', 'json'], { directory });
  expect(exitCode, stderr).toBe(2);
  expect(await (await fetch(`${target}/connectors`)).json()).toEqual([]);
  return JSON.parse(stdout) as UpgradeView;
}

/** The states, as soon as they stay the same for three seconds. */
async function settled(url: string): Promise<States> {
  let [last, since] = ['', performance.now()];
  const look = async () => {
    const states = await readStates(url);
    const text = JSON.stringify([...states]);
    if (text !== last || /UNASSIGNED|none/.test(text)) [last, since] = [text, performance.now()];
    return performance.now() - since > 3_000 ? states : undefined;
  };
  return poll(look, { what: 'all connectors have their states', within: 60_000, every: 300 });
}

interface StatusAnswer {
  readonly status: {
    readonly connector: { readonly state: string };
    readonly tasks: readonly { readonly state: string }[];
  };
}

async function readStates(url: string): Promise<States> {
  const answer = await fetch(`${url}/connectors?expand=status`);
  const all = (await answer.json()) as Readonly<Record<string, StatusAnswer>>;
  return new Map(Object.keys(upgradedConnectors).map((name) => [name, stateOf(all[name])]));
}

function stateOf(answer: StatusAnswer | undefined): string {
  if (!answer || (answer.status.tasks.length === 0 && answer.status.connector.state === 'RUNNING'))
    return 'none';
  const { connector, tasks } = answer.status;
  if (connector.state !== 'RUNNING') return connector.state;
  const odd = tasks.find(({ state }) => state !== 'RUNNING');
  return odd ? `${odd.state} task` : 'RUNNING';
}

function tableOf(view: UpgradeView, before: States, after: States): string {
  const rows = [...before].map(([name, state]) => {
    const found = view.findings.filter(({ connectors }) => connectors.some((one) => one.name === name));
    const rehearsed = found.map(({ level, kind }) => `${level} (${kind})`).join(', ') || 'fine';
    return `${name.padEnd(30)} ${state.padEnd(14)} ${(after.get(name) ?? '').padEnd(14)} ${rehearsed}`;
  });
  return `${view.from.kafkaConnect} -> ${view.to.kafkaConnect}\n${'connector'.padEnd(30)} before         after          rehearsed\n${rows.join('\n')}`;
}
