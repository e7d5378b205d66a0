import type { Scrub } from '../model/redaction/scrub.ts';
import { commentRoutes, statusAndMessage } from './comment-routes.ts';
import type { Comment, Forge, ForgeContext } from './forge.ts';
import type { Answer } from './forge-answer.ts';
import { ForgeFailure } from './forge-failure.ts';
import { openForgeSession } from './forge-session.ts';
import type { PullRequest } from './pull-request.ts';
import { member, readId, readObject, textOf } from './read-answer.ts';
import { readOwnId } from './read-own-id.ts';

const forge = 'GitHub';

/** Opens GitHub or GitHub Enterprise. A pull request is an issue there, so its comments are issue comments. */
export function openGitHub(pullRequest: PullRequest, options: ForgeContext): Forge {
  const { apiUrl, project, number } = pullRequest;
  const subject = `pull request ${number} of ${project}`;
  const session = openForgeSession(
    forge,
    {
      authorization: `Bearer ${options.token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'connect-sync',
    },
    options,
  );
  const issues = `${apiUrl}/repos/${project}/issues`;
  const explain = (answer: Answer) => explainRefusal(answer, subject, options.scrub);
  const routes = commentRoutes(session, {
    forge,
    all: `${issues}/${number}/comments`,
    query: '',
    one: (id) => `${issues}/comments/${id}`,
    replaceWith: 'PATCH',
    read: readComment,
    // The link is not followed: it may lead to any server, and the token would be sent along.
    isLastPage: (answer) => !/\brel="?next"?/.test(answer.header('link') ?? ''),
    explain,
  });
  return {
    ...routes,
    subject,
    whoAmI: async () => {
      // Tokens of GitHub Apps, such as GITHUB_TOKEN, are not allowed GET /user, but this query.
      const url = graphqlUrl(apiUrl);
      const body = { query: 'query { viewer { databaseId } }' };
      const acceptedStatuses = [400, 403, 404, 405];
      const result = await session.call({
        method: 'POST',
        url,
        body,
        acceptedStatuses,
        isRepeatable: true,
        explain,
      });
      const viewer = result === 'lost' ? undefined : viewerOf(result);
      if (viewer !== undefined) return viewer;
      return readOwnId(session, { forge, apiUrl, explain });
    },
    close: () => session.close(),
  };
}

/** GitHub Enterprise (`https://host/api/v3`) has it at `/api/graphql`, api.github.com at `/graphql`. */
function graphqlUrl(apiUrl: string): string {
  return `${apiUrl.replace(/\/v3$/, '')}/graphql`;
}

function viewerOf(answer: Answer): number | undefined {
  if (answer.status !== 200 || !answer.text.startsWith('{')) return undefined;
  const id = member(readObject(answer, forge)['data'], 'viewer')['databaseId'];
  return typeof id === 'number' ? id : undefined;
}

function readComment(value: Readonly<Record<string, unknown>>): Comment {
  const author = member(value, 'user')['id'];
  return {
    id: readId(value['id'], forge),
    // The account of the author may be deleted; 0 is no account, so the comment is not ours.
    authorId: typeof author === 'number' ? author : 0,
    body: textOf(value['body']) ?? '',
    url: textOf(value['html_url']),
  };
}

function explainRefusal(answer: Answer, subject: string, scrub: Scrub): ForgeFailure {
  const { status } = answer;
  const detail = statusAndMessage(answer, scrub);
  if (status === 401) {
    return new ForgeFailure({
      code: 'forge-token-refused',
      message: `GitHub refuses the token (${detail})`,
      hint: 'set GITHUB_TOKEN to the token of the job, or to one that has not expired',
    });
  }
  if (/\blocked\b/i.test(detail)) {
    return new ForgeFailure({
      code: 'forge-locked',
      message: `the conversation of ${subject} is locked (${detail})`,
      hint: 'unlock it, or read the plan in the job summary',
    });
  }
  if (status === 403 || status === 404) {
    return new ForgeFailure({
      code: 'forge-permission',
      message: `GitHub does not allow this token to comment on ${subject} (${detail})`,
      hint:
        'give the job the permission  pull-requests: write  (a job that lists permissions has no others; pull requests ' +
        'from forks run with a read-only token), and check that the pull request exists',
    });
  }
  return new ForgeFailure({
    code: 'forge-refused',
    message: `GitHub refuses the comment on ${subject} (${detail})`,
  });
}
