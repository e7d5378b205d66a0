import type { Scrub } from '../model/redaction/scrub.ts';
import type { Answer } from './classify-answer.ts';
import { commentRoutes, saidIn } from './comment-routes.ts';
import type { Comment, Forge, ForgeContext, PullRequest } from './forge.ts';
import { ForgeFailure } from './forge-failure.ts';
import { openForgeSession } from './forge-session.ts';
import { member, readId, readObject, textOf } from './read-answer.ts';
import { readOwnId } from './read-own-id.ts';

const forge = 'GitHub';

/** Opens GitHub, or what speaks its API: a pull request is an issue there, and its conversation the issue's comments. */
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
  const explain = (answer: Answer) => explainConnectionRefused(answer, subject, options.scrub);
  const routes = commentRoutes(session, {
    forge,
    all: `${issues}/${number}/comments`,
    query: '',
    one: (id) => `${issues}/comments/${id}`,
    replaceWith: 'PATCH',
    read: readComment,
    // The page is counted here: a link may lead anywhere, and the token would go along.
    isLastPage: (answer) => !/\brel="?next"?/.test(answer.header('link') ?? ''),
    explain,
  });
  return {
    ...routes,
    subject,
    whoAmI: async () => {
      // Tokens of GitHub Apps, that of a job among them, may not ask GET /user; this they may.
      const url = graphqlUrl(apiUrl);
      const body = { query: 'query { viewer { databaseId } }' };
      const alsoFine = [400, 403, 404, 405];
      const asked = await session.call({
        method: 'POST',
        url,
        body,
        alsoFine,
        isRepeatable: true,
        explain,
      });
      const viewer = asked === 'lost' ? undefined : viewerOf(asked);
      if (viewer !== undefined) return viewer;
      return readOwnId(session, { forge, apiUrl, explain });
    },
    close: () => session.close(),
  };
}

/** `https://host/api/v3` has it at `/api/graphql`, api.github.com at `/graphql`. */
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
    // The account of its author may be gone: then it is nobody's, and so not ours.
    authorId: typeof author === 'number' ? author : 0,
    body: textOf(value['body']) ?? '',
    url: textOf(value['html_url']),
  };
}

function explainConnectionRefused(answer: Answer, subject: string, scrub: Scrub): ForgeFailure {
  const { status } = answer;
  const said = saidIn(answer, scrub);
  if (status === 401) {
    return new ForgeFailure({
      code: 'forge-token-refused',
      message: `GitHub refuses the token (${said})`,
      hint: "give the job's own token as GITHUB_TOKEN, or one that has not expired",
    });
  }
  if (/\blocked\b/i.test(said)) {
    return new ForgeFailure({
      code: 'forge-locked',
      message: `the conversation of ${subject} is locked (${said})`,
      hint: 'unlock it, or read the plan in the summary of the run',
    });
  }
  if (status === 403 || status === 404) {
    return new ForgeFailure({
      code: 'forge-permission',
      message: `GitHub does not let this token comment on ${subject} (${said})`,
      hint:
        'give the job the permission  pull-requests: write  (it has none beside those it names; what a fork proposes ' +
        'runs with a token that only reads), and check that there is such a pull request',
    });
  }
  return new ForgeFailure({
    code: 'forge-refused',
    message: `GitHub refuses the comment on ${subject} (${said})`,
  });
}
