import type { Comment, Forge, ForgeOptions, PullRequest } from './forge.ts';
import { ForgeFailure } from './forge-failure.ts';
import { openForgeSession } from './forge-session.ts';
import type { Answer } from './judge-result.ts';
import { member, readId, readList, readObject, textOf, wordsOf } from './read-answer.ts';
import { readPages } from './read-pages.ts';

const forge = 'GitLab';

/** Opens GitLab: the notes of a merge request. The token may be a personal, group or project access token. */
export function openGitLab(pullRequest: PullRequest, options: ForgeOptions): Forge {
  const { apiUrl, project, number } = pullRequest;
  const subject = `merge request ${number} of project ${project}`;
  const session = openForgeSession(
    forge,
    { authorization: `Bearer ${options.token}`, accept: 'application/json', 'user-agent': 'connect-sync' },
    options,
  );
  const notes = `${apiUrl}/projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`;
  const explain = (answer: Answer) => explainRefusal(answer, subject, options.scrub);
  const one = (id: number) => ({ url: `${notes}/${id}`, alsoFine: [404], explain });
  const read = (answer: Answer | 'lost') =>
    answer === 'lost' || answer.status === 404 ? undefined : readNote(readObject(answer, forge));
  return {
    subject,
    whoAmI: async () => {
      const user = await session.call({
        method: 'GET',
        url: `${apiUrl}/user`,
        alsoFine: [403, 404],
        explain,
      });
      return user === 'lost' || user.status !== 200
        ? undefined
        : readId(readObject(user, forge)['id'], forge);
    },
    list: () =>
      readPages(async (page) => {
        const url = `${notes}?sort=asc&order_by=created_at&per_page=100&page=${page}`;
        const answer = await session.call({ method: 'GET', url, explain });
        if (answer === 'lost') throw new Error('a GET was given up as lost');
        const items = readList(answer, forge).filter((note) => note['system'] !== true);
        return { items: items.map(readNote), isLast: !answer.header('x-next-page') };
      }),
    read: async (id) => read(await session.call({ ...one(id), method: 'GET' })),
    post: async (body) => read(await session.call({ method: 'POST', url: notes, body: { body }, explain })),
    replace: async (id, body) => read(await session.call({ ...one(id), method: 'PUT', body: { body } })),
    remove: async (id) => void (await session.call({ ...one(id), method: 'DELETE' })),
    close: () => session.close(),
  };
}

function readNote(value: Readonly<Record<string, unknown>>): Comment {
  const author = member(value, 'author')['id'];
  return {
    id: readId(value['id'], forge),
    authorId: typeof author === 'number' ? author : 0,
    body: textOf(value['body']) ?? '',
    url: undefined,
  };
}

function explainRefusal(answer: Answer, subject: string, scrub: (text: string) => string): ForgeFailure {
  const { status } = answer;
  const words = scrub(wordsOf(answer));
  const said = words === '' ? `${status}` : `${status}: ${words}`;
  if (status === 401) {
    return new ForgeFailure({
      code: 'forge-token-refused',
      message: `GitLab refuses the token (${said})`,
      hint: 'give an access token that has not expired as GITLAB_TOKEN; the token of a job (CI_JOB_TOKEN) may not write notes',
    });
  }
  if (status === 403 || status === 404) {
    return new ForgeFailure({
      code: 'forge-permission',
      message: `GitLab does not let this token comment on ${subject} (${said})`,
      hint: 'the token needs the scope  api  and the role Reporter or more; a locked discussion wants a member of the project',
    });
  }
  return new ForgeFailure({
    code: 'forge-refused',
    message: `GitLab refuses the comment on ${subject} (${said})`,
  });
}
