import { appendFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { connectorPath } from './rest-client.ts';
import type { Subject } from './subject.ts';
import {
  create,
  createRunning,
  expectError,
  fileOf,
  reach,
  readStates,
  settled,
  sourceConfig,
  uniqueName,
} from './subject.ts';

/** Deletion and its consequences: Connect REST contract 4.7, 11 and 12. */
export function describeDeleting(subject: Subject): void {
  describe('a deletion', () => {
    describeDelete(subject);
    describeRecreation(subject);
  });
}

function describeDelete(subject: Subject): void {
  const { rest } = subject;

  it('answers 204 without a body; the connector is gone from the lists at once, its status a little later', async () => {
    const name = uniqueName('deleted');
    await createRunning(subject, name, sourceConfig(subject, name));
    expect(await rest.delete(connectorPath(name))).toMatchObject({ status: 204, text: '' });
    expect((await rest.get('/connectors')).json).not.toContain(name);
    expect(Object.keys((await rest.get('/connectors?expand=info')).json as object)).not.toContain(name);
    await eventually(async () => expect(await readStates(subject, name)).toBeUndefined());
    expectError(await rest.get(connectorPath(name, '/status')), 404, `No status found for connector ${name}`);
  });

  it('of an unknown connector is 404, the second time too', async () => {
    expectError(await rest.delete(connectorPath('nobody')), 404, 'Connector nobody not found');
    const name = uniqueName('deleted');
    await create(subject, name, sourceConfig(subject, name));
    await rest.delete(connectorPath(name));
    expectError(await rest.delete(connectorPath(name)), 404, `Connector ${name} not found`);
  });

  it('leaves nothing to read', async () => {
    const name = uniqueName('deleted');
    await createRunning(subject, name, sourceConfig(subject, name));
    await rest.delete(connectorPath(name));
    for (const part of ['', '/config', '/tasks']) {
      // During the deletion, GET of one connector may be 204 without a body.
      const answer = await settled(subject, () => rest.get(connectorPath(name, part)));
      if (answer.status === 204) expect(answer.text).toBe('');
      else expectError(answer, 404, `Connector ${name} not found`);
    }
  });

  it('right after the create is accepted and final', async () => {
    const name = uniqueName('deleted');
    await create(subject, name, sourceConfig(subject, name));
    expect((await rest.delete(connectorPath(name))).status).toBe(204);
    await eventually(async () => expect(await readStates(subject, name)).toBeUndefined());
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect((await rest.get('/connectors')).json).not.toContain(name);
  });
}

function describeRecreation(subject: Subject): void {
  const { rest, rules, traits } = subject;

  it('can be followed by a create at once, which runs whatever the former state was', async () => {
    const name = uniqueName('recreated');
    await createRunning(subject, name, sourceConfig(subject, name));
    await rest.put(connectorPath(name, '/pause'));
    await reach(subject, name, 'PAUSED', ['PAUSED']);
    expect((await rest.delete(connectorPath(name))).status).toBe(204);
    await create(subject, name, sourceConfig(subject, name));
    await reach(subject, name, 'RUNNING', ['RUNNING']);
  });

  if (!rules.stop || !traits.movesData) return;
  it('keeps the offsets: a new connector of that name resumes from them', async () => {
    const name = uniqueName('recreated');
    await appendFile(fileOf(subject, name), 'one\ntwo\n');
    await createRunning(subject, name, sourceConfig(subject, name));
    const offsets = async () =>
      (await settled(subject, () => rest.get(connectorPath(name, '/offsets')))).json as {
        offsets: unknown[];
      };
    // Both lines: a worker may commit after the first one.
    await eventually(async () =>
      expect((await offsets()).offsets).toEqual([expect.objectContaining({ offset: { position: 8 } })]),
    );
    const before = await offsets();
    await rest.delete(connectorPath(name));
    await create(subject, name, sourceConfig(subject, name));
    expect(await offsets()).toEqual(before);
  });
}
