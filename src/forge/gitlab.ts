import type { Scrub } from '../model/redaction/scrub.ts';
import type { Answer } from './classify-answer.ts';
import { commentRoutes, saidIn } from './comment-routes.ts';
import type { Comment, Forge, ForgeContext, PullRequest } from './forge.ts';
import { ForgeFailure } from './forge-failure.ts';
import { openForgeSession } from './forge-session.ts';
import { member, readId, textOf } from './read-answer.ts';
import { readOwnId } from './read-own-id.ts';

const forge = 'GitLab';

/** Opens GitLab: the notes of a merge request. The token may be a personal, group or project access token. */
export function openGitLab(pullRequest: PullRequest, options: ForgeContext): Forge {
  const { apiUrl, project, number } = pullRequest;
  const subject = `merge request ${number} of project ${project}`;
  const session = openForgeSession(
    forge,
    { authorization: `Bearer ${options.token}`, accept: 'application/json', 'user-agent': 'connect-sync' },
    options,
  );
  const notes = `${apiUrl}/projects/${encodeURIComponent(project)}/merge_requests/${number}/notes`;
  const explain = (answer: Answer) => explainConnectionRefused(answer, subject, options.scrub);
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

/** What GitLab notes itself, such as a change of the title, is no comment. */
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

function explainConnectionRefused(answer: Answer, subject: string, scrub: Scrub): ForgeFailure {
  const { status } = answer;
  const said = saidIn(answer, scrub);
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
