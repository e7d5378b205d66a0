import { describe, expect, it } from 'vitest';
import { writeComment } from '../../src/forge/comment-marker.ts';
import type { Forge } from '../../src/forge/forge.ts';
import { type DesiredComment, type KeptComment, keepComment } from '../../src/forge/keep-comment.ts';
import type { FakeForge } from '../support/forge/fake-forge.ts';
import { accountOf } from '../support/forge/forge-store.ts';
import { clientOf, forgeKinds, openTestForge, pipelineToken } from '../support/forge/open-test-forge.ts';
import { realClock } from '../support/real-clock.ts';

function wishOf(run: number, also: Partial<DesiredComment> = {}): DesiredComment {
  return {
    key: 'Plan',
    cluster: undefined,
    clusters: ['prod'],
    number: { run, attempt: 1 },
    text: `## What run ${run} plans\n`,
    ...also,
  };
}

function keep(forge: Forge, wish: DesiredComment): Promise<KeptComment> {
  return keepComment(forge, wish, realClock(50));
}

function bodyOf(run: number, also: Partial<DesiredComment> = {}): string {
  const wish = wishOf(run, also);
  return writeComment(wish, wish.text);
}

/** What the comments say, by their text; the marker is left out. */
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

  it('is posted where there is none, and its later runs bring it up to date', async () => {
    const { fake, forge } = await openTestForge(kind);
    expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'posted', id: 1001, removed: 0 });
    expect(await keep(forge, wishOf(13))).toMatchObject({ outcome: 'updated', id: 1001 });
    expect(await keep(forge, wishOf(13))).toMatchObject({ outcome: 'unchanged', id: 1001 });
    expect(texts(fake)).toEqual(['## What run 13 plans']);
    expect(writesOf(fake)).toHaveLength(2);
  });

  it('is found among hundreds, on whatever page', async () => {
    const { fake, forge } = await openTestForge(kind);
    for (let index = 0; index < 150; index += 1) fake.add(ada, `comment ${index}`);
    const own = fake.add(us, bodyOf(11));
    for (let index = 0; index < 60; index += 1) fake.add(ada, `comment ${index}`);
    expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'updated', id: own.id });
    expect(fake.comments()).toHaveLength(211);
  });

  it('of an older run never replaces that of a newer one', async () => {
    const { fake, forge } = await openTestForge(kind);
    await keep(forge, wishOf(13));
    const older = await keep(forge, wishOf(12));
    expect(older).toMatchObject({ outcome: 'superseded', newer: { run: 13, attempt: 1 } });
    expect(await keep(forge, wishOf(12, { number: { run: 12, attempt: 2 } }))).toMatchObject({
      outcome: 'superseded',
    });
    expect(texts(fake)).toEqual(['## What run 13 plans']);
    expect(writesOf(fake)).toHaveLength(1);
  });

  it('is neither taken from nor given to anybody else, whatever stands in it', async () => {
    const { fake, forge } = await openTestForge(kind);
    const copied = bodyOf(99);
    fake.add(ada, copied);
    fake.add(us, `> ${copied}`);
    fake.add(us, 'a bot of another tool');
    expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'posted' });
    expect(fake.comments().map(({ body }) => body)).toEqual([
      copied,
      `> ${copied}`,
      'a bot of another tool',
      expect.stringContaining('What run 12 plans'),
    ]);
  });

  it('is one for each key and each cluster', async () => {
    const { fake, forge } = await openTestForge(kind);
    for (const run of [12, 13]) {
      await keep(forge, wishOf(run));
      await keep(forge, wishOf(run, { key: 'Other' }));
      await keep(forge, wishOf(run, { cluster: 'prod' }));
      await keep(forge, wishOf(run, { cluster: 'dev', clusters: ['dev'] }));
    }
    expect(texts(fake)).toEqual(Array(4).fill('## What run 13 plans'));
  });

  it('is not fought over by two jobs of one run: that is an error', async () => {
    const { fake, forge } = await openTestForge(kind);
    await keep(forge, wishOf(12));
    await expect(keep(forge, wishOf(12, { clusters: ['dev'] }))).rejects.toMatchObject({
      code: 'comment-contested',
      message: 'another job of this run has written the comment "Plan", for prod',
    });
    expect(texts(fake)).toEqual(['## What run 12 plans']);
    for (const clusters of [['dev', 'prod'], []]) {
      expect(await keep(forge, wishOf(12, { clusters }))).toMatchObject({ outcome: 'updated' });
    }
  });

  describe('that somebody edited', () => {
    it.each([
      ['in its text', (body: string) => body.replace('What run 12 plans', 'Nothing to see')],
      ['in its number, to keep others away', (body: string) => body.replace('run=12.1', 'run=999999.1')],
      ['so that its end is missing', (body: string) => body.slice(0, -8)],
    ])('%s is replaced, and that is told', async (_, change) => {
      const { fake, forge } = await openTestForge(kind);
      const own = fake.add(us, change(bodyOf(12)));
      expect(await keep(forge, wishOf(13))).toMatchObject({
        outcome: 'updated',
        id: own.id,
        wasEdited: true,
      });
      expect(texts(fake)).toEqual(['## What run 13 plans']);
    });

    it('so that its marker is gone is left alone', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.add(us, bodyOf(12).slice(10));
      expect(await keep(forge, wishOf(13))).toMatchObject({ outcome: 'posted' });
      expect(fake.comments()).toHaveLength(2);
    });

    it('is no duplicate that is taken away', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.add(us, bodyOf(11));
      const noted = fake.add(us, `${bodyOf(11)}\nmy own notes`);
      await keep(forge, wishOf(12));
      expect(fake.comments().map(({ id }) => id)).toContain(noted.id);
    });
  });

  describe('in a race', () => {
    it('of two runs that both find none becomes one, with the words of the newer', async () => {
      const { fake, forge } = await openTestForge(kind);
      const other = clientOf(kind, fake);
      const both = [keep(forge, wishOf(12)), keep(other, wishOf(13))];
      await Promise.all(both);
      // Whoever came last put it in order; a further run finds nothing left to do.
      expect(texts(fake)).toEqual(['## What run 13 plans']);
    });

    it.each([
      ['older', 11, '## What run 12 plans', 'updated'],
      ['newer', 13, '## What run 13 plans', 'superseded'],
    ] as const)('with an %s run that posts first ends as the newer says', async (_, rival, text, outcome) => {
      const { fake, forge } = await openTestForge(kind);
      fake.trouble({ on: posting, meanwhile: () => void fake.add(us, bodyOf(rival)) });
      const kept = await keep(forge, wishOf(12));
      expect(kept).toMatchObject({ outcome, id: 1001, removed: 1 });
      expect(texts(fake)).toEqual([text]);
    });

    it('with a newer run that writes between our look and our write leaves that', async () => {
      const { fake, forge } = await openTestForge(kind);
      const own = fake.add(us, bodyOf(11));
      const reading = /^GET .*\/(comments|notes)\/\d+$/;
      fake.trouble({ on: reading, meanwhile: () => void fake.edit(own.id, bodyOf(13)) });
      expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'superseded' });
      expect(texts(fake)).toEqual(['## What run 13 plans']);
      expect(writesOf(fake)).toEqual([]);
    });

    it('with an older run that overwrites it right after is written again', async () => {
      const { fake, forge } = await openTestForge(kind);
      const own = fake.add(us, bodyOf(11));
      fake.trouble({ on: listing });
      fake.trouble({ on: listing, meanwhile: () => void fake.edit(own.id, bodyOf(12)) });
      expect(await keep(forge, wishOf(13))).toMatchObject({ outcome: 'updated' });
      expect(texts(fake)).toEqual(['## What run 13 plans']);
    });

    it('that left several of ours is cleared up by the next run', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.add(us, bodyOf(11));
      fake.add(us, bodyOf(12));
      fake.add(us, bodyOf(10));
      expect(await keep(forge, wishOf(13))).toMatchObject({ outcome: 'updated', id: 1001, removed: 2 });
      expect(texts(fake)).toEqual(['## What run 13 plans']);
    });

    it('with somebody who deletes it is posted anew', async () => {
      const { fake, forge } = await openTestForge(kind);
      const own = fake.add(us, bodyOf(11));
      fake.trouble({ on: ofOne, meanwhile: () => void fake.remove(own.id) });
      expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'posted', id: 1002 });
      expect(texts(fake)).toEqual(['## What run 12 plans']);
    });
  });

  describe('where lists lag', () => {
    it('does not become two: what the first list did not show is found by the second', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.lag(1);
      fake.add(us, bodyOf(11));
      expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'updated', id: 1001, removed: 1 });
      expect(texts(fake)).toEqual(['## What run 12 plans']);
    });

    it.each([1, 3, 50])('is not posted again for %i lists without it', async (lists) => {
      const { fake, forge } = await openTestForge(kind);
      fake.lag(lists);
      expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'posted', id: 1001 });
      expect(texts(fake)).toEqual(['## What run 12 plans']);
      expect(writesOf(fake)).toHaveLength(1);
    });

    it('is not written again for a list that shows it as it was', async () => {
      const { fake, forge } = await openTestForge(kind);
      fake.add(us, bodyOf(11));
      fake.lag(50);
      expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'updated' });
      expect(writesOf(fake)).toHaveLength(1);
    });
  });

  it('whose answer was lost is looked for before it is posted again', async () => {
    const { fake, forge } = await openTestForge(kind);
    fake.trouble({ on: posting, instead: 'cut', isCarriedOut: true });
    expect(await keep(forge, wishOf(12))).toMatchObject({ id: 1001 });
    expect(texts(fake)).toEqual(['## What run 12 plans']);
    expect(writesOf(fake)).toHaveLength(1);
  });

  it('that did not arrive is posted again', async () => {
    const { fake, forge, told } = await openTestForge(kind);
    fake.trouble({ on: posting, instead: { status: 502, body: '<html>Bad gateway</html>' } });
    expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'posted', id: 1001 });
    expect(texts(fake)).toEqual(['## What run 12 plans']);
    expect(told.join()).toContain('answers 502; trying again in');
  });
});

describe('where GitHub does not say who we are', () => {
  it('it shows when we have posted, and what was there becomes one with that', async () => {
    const { fake, forge } = await openTestForge('github');
    fake.add(accountOf('job-token'), bodyOf(11));
    fake.trouble({ on: /^POST \/graphql$/, instead: { status: 404, body: { message: 'Not Found' } } });
    expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'updated', id: 1001, removed: 1 });
    expect(texts(fake)).toEqual(['## What run 12 plans']);
  });

  it('it is asked again where the question failed in passing, and nothing is posted before', async () => {
    const { fake, forge } = await openTestForge('github');
    fake.add(accountOf('job-token'), bodyOf(11));
    const asking = /^POST \/graphql$/;
    fake.trouble({ on: asking, instead: { status: 502, body: '' } });
    fake.trouble({ on: asking, instead: { status: 403, body: { message: 'secondary rate limit' } } });
    expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'updated', id: 1001, removed: 0 });
    expect(fake.requests.filter((line) => asking.test(line))).toHaveLength(3);
  });

  it('a person is asked for in the plain way', async () => {
    const { fake, forge } = await openTestForge('github', { token: 'ada-token' });
    fake.add(accountOf('ada-token'), bodyOf(11));
    fake.trouble({ on: /^POST \/graphql$/, instead: { status: 403, body: { message: 'Forbidden' } } });
    expect(await keep(forge, wishOf(12))).toMatchObject({ outcome: 'updated', id: 1001, removed: 0 });
  });
});
