import { describe, expect, it } from 'vitest';
import { writeComment } from '../../src/forge/comment-marker.ts';
import type { Forge } from '../../src/forge/forge.ts';
import { type DesiredComment, type KeptComment, keepComment } from '../../src/forge/keep-comment.ts';
import type { FakeForge } from '../support/forge/fake-forge.ts';
import { accountOf } from '../support/forge/forge-store.ts';
import { clientOf, forgeKinds, openTestForge, pipelineToken } from '../support/forge/open-test-forge.ts';
import { realClock } from '../support/real-clock.ts';

function commentOf(run: number, also: Partial<DesiredComment> = {}): DesiredComment {
  return {
    key: 'Plan',
    cluster: undefined,
    clusters: ['prod'],
    number: { run, attempt: 1 },
    text: `## Plan of run ${run}\n`,
    ...also,
  };
}

function keep(forge: Forge, desired: DesiredComment): Promise<KeptComment> {
  return keepComment(forge, desired, realClock(50));
}

function bodyOf(run: number, also: Partial<DesiredComment> = {}): string {
  const comment = commentOf(run, also);
  return writeComment(comment, comment.text);
}

/** The texts of the comments, without markers. */
function texts(fake: FakeForge): string[] {
  return fake.comments().map(({ body }) => body.split('\n').slice(1).join('\n').trimEnd());
}

function writesOf(fake: FakeForge): string[] {
  return fake.requests.filter((line) => /^(POST|PATCH|PUT|DELETE)/.test(line) && !line.endsWith('/graphql'));
}

describe.each(forgeKinds)('the comment on %s', (kind) => {
  const us = accountOf(pipelineToken[kind]);
  const ada = accountOf('ada-token');
  const edit = kind === 'github' ? 'PATCH' : 'PUT';
  const ofOne = new RegExp(`^${edit} .*/(comments|notes)/\\d+$`);
  const posting = /^POST .*\/(comments|notes)$/;
  const listing = /^GET .*\/(comments|notes)$/;

  it('is posted if there is none, and updated by later runs', async () => {
    const { fake, forge } = await openTestForge(kind);
    expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'posted', id: 1001, removed: 0 });
    expect(await keep(forge, commentOf(13))).toMatchObject({ outcome: 'updated', id: 1001 });
    expect(await keep(forge, commentOf(13))).toMatchObject({ outcome: 'unchanged', id: 1001 });
    expect(texts(fake)).toEqual(['## Plan of run 13']);
    expect(writesOf(fake)).toHaveLength(2);
  });

  it('is found among hundreds, on any page', async () => {
    const { fake, forge } = await openTestForge(kind);
    for (let index = 0; index < 150; index += 1) fake.add(ada, `comment ${index}`);
    const own = fake.add(us, bodyOf(11));
    for (let index = 0; index < 60; index += 1) fake.add(ada, `comment ${index}`);
    expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'updated', id: own.id });
    expect(fake.comments()).toHaveLength(211);
  });

  it('of a newer run is never replaced by an older run', async () => {
    const { fake, forge } = await openTestForge(kind);
    await keep(forge, commentOf(13));
    const older = await keep(forge, commentOf(12));
    expect(older).toMatchObject({ outcome: 'superseded', newer: { run: 13, attempt: 1 } });
    expect(await keep(forge, commentOf(12, { number: { run: 12, attempt: 2 } }))).toMatchObject({
      outcome: 'superseded',
    });
    expect(texts(fake)).toEqual(['## Plan of run 13']);
    expect(writesOf(fake)).toHaveLength(1);
  });

  it('of another author or without our marker is never changed, whatever it contains', async () => {
    const { fake, forge } = await openTestForge(kind);
    const copied = bodyOf(99);
    fake.add(ada, copied);
    fake.add(us, `> ${copied}`);
    fake.add(us, 'a bot of another tool');
    expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'posted' });
    expect(fake.comments().map(({ body }) => body)).toEqual([
      copied,
      `> ${copied}`,
      'a bot of another tool',
      expect.stringContaining('Plan of run 12'),
    ]);
  });

  it('exists once per key and cluster', async () => {
    const { fake, forge } = await openTestForge(kind);
    for (const run of [12, 13]) {
      await keep(forge, commentOf(run));
      await keep(forge, commentOf(run, { key: 'Other' }));
      await keep(forge, commentOf(run, { cluster: 'prod' }));
      await keep(forge, commentOf(run, { cluster: 'dev', clusters: ['dev'] }));
    }
    expect(texts(fake)).toEqual(Array(4).fill('## Plan of run 13'));
  });

  it('cannot be written by two jobs of one run for different clusters', async () => {
    const { fake, forge } = await openTestForge(kind);
    await keep(forge, commentOf(12));
    await expect(keep(forge, commentOf(12, { clusters: ['dev'] }))).rejects.toMatchObject({
      code: 'comment-contested',
      message: 'another job of this run has already written the comment "Plan" for prod',
    });
    expect(texts(fake)).toEqual(['## Plan of run 12']);
    for (const clusters of [['dev', 'prod'], []]) {
      expect(await keep(forge, commentOf(12, { clusters }))).toMatchObject({ outcome: 'updated' });
    }
  });

  describe('edited by somebody', () => {
    it.each([
      ['in its text', (body: string) => body.replace('Plan of run 12', 'Nothing to see')],
      ['in its number, to prevent updates', (body: string) => body.replace('run=12.1', 'run=999999.1')],
      ['so that its end is missing', (body: string) => body.slice(0, -8)],
    ])('%s is replaced, and the edit is reported', async (_, change) => {
      const { fake, forge } = await openTestForge(kind);
      const own = fake.add(us, change(bodyOf(12)));
      expect(await keep(forge, commentOf(13))).toMatchObject({
        outcome: 'updated',
        id: own.id,
        wasEdited: true,
      });
      expect(texts(fake)).toEqual(['## Plan of run 13']);
    });

    it('so that its marker is missing is left alone', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.add(us, bodyOf(12).slice(10));
      expect(await keep(forge, commentOf(13))).toMatchObject({ outcome: 'posted' });
      expect(fake.comments()).toHaveLength(2);
    });

    it('is not deleted as a duplicate', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.add(us, bodyOf(11));
      const noted = fake.add(us, `${bodyOf(11)}\nmy own notes`);
      await keep(forge, commentOf(12));
      expect(fake.comments().map(({ id }) => id)).toContain(noted.id);
    });
  });

  describe('with concurrent runs', () => {
    it('that both find none becomes one comment with the text of the newer run', async () => {
      const { fake, forge } = await openTestForge(kind);
      const other = clientOf(kind, fake);
      const both = [keep(forge, commentOf(12)), keep(other, commentOf(13))];
      await Promise.all(both);
      // The last run to read has merged the two.
      expect(texts(fake)).toEqual(['## Plan of run 13']);
    });

    it.each([
      ['older', 11, '## Plan of run 12', 'updated'],
      ['newer', 13, '## Plan of run 13', 'superseded'],
    ] as const)(
      'of which an %s one posts first has the text of the newer run',
      async (_, rival, text, outcome) => {
        const { fake, forge } = await openTestForge(kind);
        fake.inject({ on: posting, before: () => void fake.add(us, bodyOf(rival)) });
        const kept = await keep(forge, commentOf(12));
        expect(kept).toMatchObject({ outcome, id: 1001, removed: 1 });
        expect(texts(fake)).toEqual([text]);
      },
    );

    it('keeps the text of a newer run that writes between our read and our write', async () => {
      const { fake, forge } = await openTestForge(kind);
      const own = fake.add(us, bodyOf(11));
      const reading = /^GET .*\/(comments|notes)\/\d+$/;
      fake.inject({ on: reading, before: () => void fake.edit(own.id, bodyOf(13)) });
      expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'superseded' });
      expect(texts(fake)).toEqual(['## Plan of run 13']);
      expect(writesOf(fake)).toEqual([]);
    });

    it('is written again if an older run overwrites it', async () => {
      const { fake, forge } = await openTestForge(kind);
      const own = fake.add(us, bodyOf(11));
      fake.inject({ on: listing });
      fake.inject({ on: listing, before: () => void fake.edit(own.id, bodyOf(12)) });
      expect(await keep(forge, commentOf(13))).toMatchObject({ outcome: 'updated' });
      expect(texts(fake)).toEqual(['## Plan of run 13']);
    });

    it('that left duplicates is merged by the next run', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.add(us, bodyOf(11));
      fake.add(us, bodyOf(12));
      fake.add(us, bodyOf(10));
      expect(await keep(forge, commentOf(13))).toMatchObject({ outcome: 'updated', id: 1001, removed: 2 });
      expect(texts(fake)).toEqual(['## Plan of run 13']);
    });

    it('is posted again if it is deleted', async () => {
      const { fake, forge } = await openTestForge(kind);
      const own = fake.add(us, bodyOf(11));
      fake.inject({ on: ofOne, before: () => void fake.remove(own.id) });
      expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'posted', id: 1002 });
      expect(texts(fake)).toEqual(['## Plan of run 12']);
    });
  });

  describe('with lists that lag', () => {
    it('is merged with one that the first list did not return', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.lag(1);
      fake.add(us, bodyOf(11));
      expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'updated', id: 1001, removed: 1 });
      expect(texts(fake)).toEqual(['## Plan of run 12']);
    });

    it.each([1, 3, 50])('is not posted again for %i lists without it', async (lists) => {
      const { fake, forge } = await openTestForge(kind);
      fake.lag(lists);
      expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'posted', id: 1001 });
      expect(texts(fake)).toEqual(['## Plan of run 12']);
      expect(writesOf(fake)).toHaveLength(1);
    });

    it('is not written again because of a stale list', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.add(us, bodyOf(11));
      fake.lag(50);
      expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'updated' });
      expect(writesOf(fake)).toHaveLength(1);
    });
  });

  it('whose response was lost is searched for before it is posted again', async () => {
    const { fake, forge } = await openTestForge(kind);
    fake.inject({ on: posting, instead: 'cut', isProcessed: true });
    expect(await keep(forge, commentOf(12))).toMatchObject({ id: 1001 });
    expect(texts(fake)).toEqual(['## Plan of run 12']);
    expect(writesOf(fake)).toHaveLength(1);
  });

  it('that did not arrive is posted again', async () => {
    const { fake, forge, waits } = await openTestForge(kind);
    fake.inject({ on: posting, instead: { status: 502, body: '<html>Bad gateway</html>' } });
    expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'posted', id: 1001 });
    expect(texts(fake)).toEqual(['## Plan of run 12']);
    expect(waits.join()).toContain('responded with 502; retrying in');
  });
});

describe('if GitHub does not return the account of the token', () => {
  it('the author of a new comment is used, and an older comment is merged with it', async () => {
    const { fake, forge } = await openTestForge('github');
    fake.add(accountOf('job-token'), bodyOf(11));
    fake.inject({ on: /^POST \/graphql$/, instead: { status: 404, body: { message: 'Not Found' } } });
    expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'updated', id: 1001, removed: 1 });
    expect(texts(fake)).toEqual(['## Plan of run 12']);
  });

  it('the request is retried after a transient failure, before anything is posted', async () => {
    const { fake, forge } = await openTestForge('github');
    fake.add(accountOf('job-token'), bodyOf(11));
    const asking = /^POST \/graphql$/;
    fake.inject({ on: asking, instead: { status: 502, body: '' } });
    fake.inject({ on: asking, instead: { status: 403, body: { message: 'secondary rate limit' } } });
    expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'updated', id: 1001, removed: 0 });
    expect(fake.requests.filter((line) => asking.test(line))).toHaveLength(3);
  });

  it('the account of a person is read by GET /user', async () => {
    const { fake, forge } = await openTestForge('github', { token: 'ada-token' });
    fake.add(accountOf('ada-token'), bodyOf(11));
    fake.inject({ on: /^POST \/graphql$/, instead: { status: 403, body: { message: 'Forbidden' } } });
    expect(await keep(forge, commentOf(12))).toMatchObject({ outcome: 'updated', id: 1001, removed: 0 });
  });
});
