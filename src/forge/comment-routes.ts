import type { Scrub } from '../model/redaction/scrub.ts';
import type { Answer } from './classify-answer.ts';
import type { Comment, Forge } from './forge.ts';
import type { ForgeFailure } from './forge-failure.ts';
import type { ForgeSession } from './forge-session.ts';
import { readList, readObject, wordsOf } from './read-answer.ts';
import { readPages } from './read-pages.ts';

/** Where a forge keeps the comments of one pull request, and in what form. */
export interface CommentPlaces {
  /** `GitHub` or `GitLab`. */
  readonly forge: string;
  /** The list, and where one is posted. */
  readonly all: string;
  /** What a list is asked for beside the page. */
  readonly query: string;
  readonly one: (id: number) => string;
  readonly replaceWith: 'PATCH' | 'PUT';
  /** What a list holds, beside comments, is left out: undefined. */
  readonly read: (value: Readonly<Record<string, unknown>>) => Comment | undefined;
  readonly isLastPage: (answer: Answer) => boolean;
  readonly explain: (answer: Answer) => ForgeFailure;
}

/** The calls that every forge has for comments. */
export function commentRoutes(
  session: ForgeSession,
  places: CommentPlaces,
): Pick<Forge, 'list' | 'read' | 'post' | 'replace' | 'remove'> {
  const { forge, explain } = places;
  const one = (id: number) => ({ url: places.one(id), alsoFine: [404], explain });
  const read = (answer: Answer | 'lost') =>
    answer === 'lost' || answer.status === 404 ? undefined : places.read(readObject(answer, forge));
  return {
    list: () =>
      readPages(async (page) => {
        const url = `${places.all}?${places.query}per_page=100&page=${page}`;
        const answer = await session.call({ method: 'GET', url, explain });
        if (answer === 'lost') throw new Error('a GET was given up as lost');
        const items = readList(answer, forge).flatMap((value) => places.read(value) ?? []);
        return { items, isLast: places.isLastPage(answer) };
      }),
    read: async (id) => read(await session.call({ ...one(id), method: 'GET' })),
    post: async (body) =>
      read(await session.call({ method: 'POST', url: places.all, body: { body }, explain })),
    replace: async (id, body) =>
      read(await session.call({ ...one(id), method: places.replaceWith, body: { body } })),
    remove: async (id) => void (await session.call({ ...one(id), method: 'DELETE' })),
  };
}

/** What a forge says in a refusal: its status, and its words without what is secret. */
export function saidIn(answer: Answer, scrub: Scrub): string {
  const words = scrub(wordsOf(answer));
  return words === '' ? `${answer.status}` : `${answer.status}: ${words}`;
}
