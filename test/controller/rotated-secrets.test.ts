import { describe, expect, it } from 'vitest';
import { fileSource, startTrial, type Trial, type TrialOptions } from './trial.ts';

const old = 'kestrel-Harbour-4417';
const exchanged = 'walnut-Meridian-9052';
const project = 'version: 1\ndotenv: [secrets.env]\n';
const orders = fileSource('/tmp/in', '').replace(
  '"topic"',
  '"database.history": "x${env.DB_LOGIN}x", "topic"',
);

const start = (options: TrialOptions = {}) =>
  startTrial({
    mode: 'apply',
    files: {
      'connect-sync.yaml': project,
      'secrets.env': `DB_LOGIN=${old}\n`,
      'connectors/orders.yaml': orders,
    },
    ...options,
  });

/** A trace in which a plugin quotes a value, and everything that the controller shows afterwards. */
async function shownWith(trial: Trial, value: string): Promise<string> {
  trial.sandbox.worker.failTask(
    'orders',
    0,
    `java.sql.SQLException: login with ${value} refused\n\tat a.B.c(B.java:1)`,
  );
  await trial.runOnce();
  const shown = JSON.stringify([trial.view(), trial.events, trial.applied]);
  expect(shown, 'the trace is shown').toContain('SQLException');
  return shown;
}

describe('a secret that was exchanged', () => {
  it('is still kept out of what the worker says, after the files have another value', async () => {
    const trial = await start();
    await trial.runOnce();
    trial.folder.write('secrets.env', `DB_LOGIN=${exchanged}\n`);
    expect((await trial.runOnce()).outcome).toBe('applied');
    expect(await shownWith(trial, old)).not.toContain(old);
    expect(trial.unexpected).toEqual([]);
  });

  it('is kept out of the difference while the worker has the old value and the key is not secret any more', async () => {
    const trial = await start();
    await trial.runOnce();
    await trial.end();
    const observing = await start({
      mode: 'observe',
      clusters: trial.clusters,
      project: { ...trial.input.project },
    });
    await observing.runOnce();
    trial.folder.write('secrets.env', `DB_LOGIN=${exchanged}\n`);
    trial.folder.write(
      'connectors/orders.yaml',
      fileSource('/tmp/in').replace('"topic"', '"database.history": "local", "topic"'),
    );
    expect((await observing.runOnce()).outcome).toBe('drift');
    const shown = JSON.stringify(observing.view());
    expect(shown).toContain('local');
    expect(shown).not.toContain(old);
  });

  it('is kept out where it stood in a file in clear', async () => {
    const inClear = (value: string) =>
      orders
        .replace('"x${env.DB_LOGIN}x"', '"x"')
        .replace('"topic"', `"database.password": "${value}", "topic"`);
    const trial = await start({ files: { 'connectors/orders.yaml': inClear(old) } });
    await trial.runOnce();
    trial.folder.write('connectors/orders.yaml', inClear(exchanged));
    expect((await trial.runOnce()).outcome).toBe('applied');
    expect(await shownWith(trial, old)).not.toContain(old);
  });

  it('is known from files in error, too: another writer may have applied it', async () => {
    const trial = await start();
    await trial.runOnce();
    trial.folder.write('secrets.env', `DB_LOGIN=${exchanged}\n`);
    trial.folder.write('connectors/broken.yaml', 'config: [');
    await trial.runOnce();
    expect(trial.view().source.state).toBe('invalid');
    expect(await shownWith(trial, exchanged)).not.toContain(exchanged);
  });
});
