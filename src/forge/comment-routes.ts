import type { Scrub } from '../model/redaction/scrub.ts';
import type { Comment, Forge } from './forge.ts';
import type { Answer } from './forge-answer.ts';
import type { ForgeFailure } from './forge-failure.ts';
import type { ForgeSession } from './forge-session.ts';
import { messageOf, readList, readObject } from './read-answer.ts';
import { readPages } from './read-pages.ts';

/** The comment endpoints of a forge for one pull request. */
export interface CommentEndpoints {
  /** `GitHub` or `GitLab`. */
  readonly forge: string;
  /** Lists comments (GET) and posts one (POST). */
  readonly all: string;
  /** Query parameters of the list beside the page, each followed by `&`. */
  readonly query: string;
  readonly one: (id: number) => string;
  readonly replaceWith: 'PATCH' | 'PUT';
  /** Parses a comment; undefined for entries of a list that are not comments. */
  readonly read: (value: Readonly<Record<string, unknown>>) => Comment | undefined;
  readonly isLastPage: (answer: Answer) => boolean;
  readonly explain: (answer: Answer) => ForgeFailure;
}

/** The operations on comments that work alike on every forge. */
export function commentRoutes(
  session: ForgeSession,
  endpoints: CommentEndpoints,
): Pick<Forge, 'list' | 'read' | 'post' | 'replace' | 'remove'> {
  const { forge, explain } = endpoints;
  const one = (id: number) => ({ url: endpoints.one(id), acceptedStatuses: [404], explain });
  const read = (answer: Answer | 'lost') =>
    answer === 'lost' || answer.status === 404 ? undefined : endpoints.read(readObject(answer, forge));
  return {
    list: () =>
      readPages(async (page) => {
        const url = `${endpoints.all}?${endpoints.query}per_page=100&page=${page}`;
        const answer = await session.call({ method: 'GET', url, explain });
        if (answer === 'lost') throw new Error('a GET request was reported as lost');
        const items = readList(answer, forge).flatMap((value) => endpoints.read(value) ?? []);
        return { items, isLast: endpoints.isLastPage(answer) };
      }),
    read: async (id) => read(await session.call({ ...one(id), method: 'GET' })),
    post: async (body) =>
      read(await session.call({ method: 'POST', url: endpoints.all, body: { body }, explain })),
    replace: async (id, body) =>
      read(await session.call({ ...one(id), method: endpoints.replaceWith, body: { body } })),
    remove: async (id) => void (await session.call({ ...one(id), method: 'DELETE' })),
  };
}

/** The status and the message of an error response, without secrets. */
export function statusAndMessage(answer: Answer, scrub: Scrub): string {
  const message = scrub(messageOf(answer));
  return message === '' ? `${answer.status}` : `${answer.status}: ${message}`;
}
