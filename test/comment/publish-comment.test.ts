import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CommentInput,
  type CommentPorts,
  type PublishedComment,
  publishComment,
} from '../../src/comment/publish-comment.ts';
import { type FakeForge, startFakeForge } from '../support/forge/fake-forge.ts';
import { projectFolder } from '../support/project-folder.ts';
import { realClock } from '../support/real-clock.ts';

const documents = ['dev', 'prod'].map((cluster) => ({
  cluster,
  clusters: [cluster],
  markdown: `## Plan for ${cluster}\n`,
}));

/** A run of the use case in the pipeline of a fake forge, with all that it reports. */
function publish(fake: Pick<FakeForge, 'environment'>, more: Partial<CommentInput> = {}) {
  const comments: PublishedComment[] = [];
  const warnings: string[] = [];
  const ports: CommentPorts = {
    clock: realClock(50),
    signal: new AbortController().signal,
    onWarning: (message) => warnings.push(message),
    onComment: (comment) => comments.push(comment),
  };
  const environment = new Map(Object.entries(fake.environment));
  const footer = (key: string, run: { readonly commit: string | undefined }) => `${key} ${run.commit}\n`;
  const result = publishComment(
    { documents: () => documents, directory: import.meta.dirname, footer, environment, ...more },
    ports,
  );
  return { result, comments, warnings };
}

describe('publishing a comment', () => {
  it('returns every comment, and adds the footer to its document', async () => {
    const fake = await startFakeForge('github');
    const { result, comments } = publish(fake);
    expect(await result).toEqual({ kind: 'posted', comments });
    expect(comments.map(({ outcome, id, subject }) => [outcome, id, subject])).toEqual([
      ['posted', 1001, 'pull request 7 of acme/connectors'],
      ['posted', 1002, 'pull request 7 of acme/connectors'],
    ]);
    expect(fake.comments().map(({ body }) => body.split('\n').slice(1))).toEqual([
      ['## Plan for dev', '', 'Plan 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d', ''],
      ['## Plan for prod', '', 'Plan 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d', ''],
    ]);
  });

  it('reports the first comment although the second is rejected', async () => {
    const fake = await startFakeForge('github');
    fake.inject({ on: /^POST .*comments$/ });
    fake.inject({
      on: /^POST .*comments$/,
      instead: { status: 422, body: { message: 'Validation Failed' } },
    });
    const { result, comments } = publish(fake);
    await expect(result).rejects.toMatchObject({ code: 'forge-refused', category: 'failure' });
    expect(comments.map(({ outcome }) => outcome)).toEqual(['posted']);
  });

  it('returns why nothing was posted, and writes the job summary all the same', async () => {
    const summary = path.join(projectFolder({}).directory, 'summary.md');
    const { result, comments, warnings } = publish({ environment: { GITHUB_STEP_SUMMARY: summary } });
    expect(await result).toMatchObject({
      kind: 'not-posted',
      why: expect.stringContaining('not running in'),
    });
    expect([comments, warnings]).toEqual([[], []]);
    expect(readFileSync(summary, 'utf8')).toBe('## Plan for dev\n\n## Plan for prod\n\n');
  });

  it('ends at the timeout', async () => {
    const fake = await startFakeForge('github');
    for (let attempt = 0; attempt < 100; attempt += 1)
      fake.inject({ on: /./, instead: { status: 503, body: '' } });
    const { result } = publish(fake, { timeoutMilliseconds: 1 });
    await expect(result).rejects.toMatchObject({ message: 'GitHub responded with 503' });
  });
});
