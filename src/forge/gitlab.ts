import type { Scrub } from '../model/redaction/scrub.ts';
import { commentRoutes, statusAndMessage } from './comment-routes.ts';
import type { Comment, Forge, ForgeContext } from './forge.ts';
import type { Answer } from './forge-answer.ts';
import { ForgeFailure } from './forge-failure.ts';
import { openForgeSession } from './forge-session.ts';
import type { PullRequest } from './pull-request.ts';
import { member, readId, textOf } from './read-answer.ts';
import { readOwnId } from './read-own-id.ts';

const forge = 'GitLab';

/** Opens GitLab: the notes of a merge request. The token is a personal, group or project access token. */
export function openGitLab(pullRequest: PullRequest, options: ForgeContext): Forge {
  const { apiUrl, project, number } = pullRequest;
  const subject = `merge request ${number} of project ${project}`;
  const session = openForgeSession(
    forge,
    { authorization: `Bearer ${options.token}`, accept: 'application/json', 'user-agent': 'connect-sync' },
    options,
  );
  const notes = `${apiUrl}/projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`;
  const explain = (answer: Answer) => explainRefusal(answer, subject, options.scrub);
  const routes = commentRoutes(session, {
    forge,
    all: notes,
    query: 'sort=asc&order_by=created_at&',
    one: (id) => `${notes}/${id}`,
    replaceWith: 'PUT',
    read: readNote,
    isLastPage: (answer) => !answer.header('x-next-page'),
    explain,
  });
  return {
    ...routes,
    subject,
    whoAmI: () => readOwnId(session, { forge, apiUrl, explain }),
    close: () => session.close(),
  };
}

/** System notes, such as a changed title, are not comments. */
function readNote(value: Readonly<Record<string, unknown>>): Comment | undefined {
  if (value['system'] === true) return undefined;
  const author = member(value, 'author')['id'];
  return {
    id: readId(value['id'], forge),
    authorId: typeof author === 'number' ? author : 0,
    body: textOf(value['body']) ?? '',
    url: undefined,
  };
}

function explainRefusal(answer: Answer, subject: string, scrub: Scrub): ForgeFailure {
  const { status } = answer;
  const detail = statusAndMessage(answer, scrub);
  if (status === 401) {
    return new ForgeFailure({
      code: 'forge-token-refused',
      message: `GitLab refuses the token (${detail})`,
      hint: 'set GITLAB_TOKEN to an access token that has not expired; a job token (CI_JOB_TOKEN) is not allowed to write notes',
    });
  }
  if (status === 403 || status === 404) {
    return new ForgeFailure({
      code: 'forge-permission',
      message: `GitLab does not allow this token to comment on ${subject} (${detail})`,
      hint: 'the token needs the scope  api  and at least the role Reporter; only members of the project can comment on a locked discussion',
    });
  }
  return new ForgeFailure({
    code: 'forge-refused',
    message: `GitLab refuses the comment on ${subject} (${detail})`,
  });
}
