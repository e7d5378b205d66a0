import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CommentMarker,
  isMarkerOf,
  isNewer,
  readMarker,
  writeComment,
} from '../../src/forge/comment-marker.ts';

const marker = {
  key: 'Plan',
  cluster: undefined,
  clusters: ['dev', 'prod'],
  number: { run: 12, attempt: 1 },
} as const;

const text = '## Plan for `prod`: 1 create\n\nmore\n';

describe('the marker of a comment', () => {
  it('is one hidden line and can be read back', () => {
    const body = writeComment(marker, text);
    expect(body.split('\n')[0]).toMatch(
      /^<!-- connect-sync comment key=Plan cluster=\* clusters=dev,prod run=12\.1 text=sha256:[0-9a-f]{64} -->$/,
    );
    expect(readMarker(body)).toEqual({ ...marker, isIntact: true });
  });

  it('can be read back with any names, and never ends its line or the HTML comment', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary', minLength: 1 }), (key, name) => {
        const hostile = { ...marker, key, cluster: name, clusters: [name] };
        const body = writeComment(hostile, text);
        const [line = ''] = body.split('\n');
        expect(line.slice(4, -3)).not.toMatch(/--|>/);
        const read = readMarker(body);
        expect(read?.isIntact).toBe(true);
        expect(
          isMarkerOf(read as CommentMarker, { key: key.toWellFormed(), cluster: name.toWellFormed() }),
        ).toBe(true);
      }),
    );
  });

  it('stays intact with CRLF line ends and without trailing whitespace', () => {
    const body = writeComment(marker, text).replaceAll('\n', '\r\n').trimEnd();
    expect(readMarker(body)?.isIntact).toBe(true);
  });

  it.each([
    ['a word of the text', (body: string) => body.replace('1 create', '0 create')],
    ['the run', (body: string) => body.replace('run=12.1', 'run=99.1')],
    ['the clusters', (body: string) => body.replace('dev,prod', 'dev')],
    ['the end', (body: string) => body.slice(0, -10)],
    ['text after the end', (body: string) => `${body}\nLooks good!`],
  ])('detects a change of %s', (_, change) => {
    expect(readMarker(change(writeComment(marker, text)))).toMatchObject({ isIntact: false });
  });

  it.each([
    ['a comment of somebody else', 'hello'],
    ['a quotation', `> ${writeComment(marker, text)}`],
    ['a comment with a line before it', `hello\n${writeComment(marker, text)}`],
    ['a truncated marker', writeComment(marker, text).slice(0, 60)],
    ['the marker of a plan', '<!-- connect-sync plan cluster=prod digest=sha256:00 -->\n'],
  ])('is not found in %s', (_, body) => {
    expect(readMarker(body)).toBeUndefined();
  });

  it('distinguishes clusters and keys', () => {
    const one = readMarker(writeComment({ ...marker, cluster: 'prod' }, text)) as CommentMarker;
    expect(isMarkerOf(one, { key: 'Plan', cluster: 'prod' })).toBe(true);
    expect(isMarkerOf(one, { key: 'Plan', cluster: 'dev' })).toBe(false);
    expect(isMarkerOf(one, { key: 'Plan', cluster: undefined })).toBe(false);
    expect(isMarkerOf(one, { key: 'Other', cluster: 'prod' })).toBe(false);
    const star = readMarker(writeComment({ ...marker, cluster: '*' }, text)) as CommentMarker;
    expect(isMarkerOf(star, { key: 'Plan', cluster: undefined })).toBe(false);
  });
});

describe('the order of runs', () => {
  it.each([
    [{ run: 13, attempt: 1 }, { run: 12, attempt: 9 }, true],
    [{ run: 12, attempt: 2 }, { run: 12, attempt: 1 }, true],
    [{ run: 12, attempt: 1 }, { run: 12, attempt: 1 }, false],
    [{ run: 12, attempt: 9 }, { run: 13, attempt: 1 }, false],
    [undefined, { run: 1, attempt: 1 }, false],
    [{ run: 1, attempt: 1 }, undefined, false],
  ] as const)('%o is newer than %o: %s', (one, other, expected) => {
    expect(isNewer(one, other)).toBe(expected);
  });
});
