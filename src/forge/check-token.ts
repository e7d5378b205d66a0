import { KnownSecrets } from '../model/known-secrets.ts';
import { makeScrub } from '../model/redaction/scrub.ts';
import { statusAndMessage } from './comment-routes.ts';
import type { ForgeOptions } from './forge.ts';
import type { Answer } from './forge-answer.ts';
import { ForgeFailure } from './forge-failure.ts';
import { openForgeSession } from './forge-session.ts';
import { member, readObject, textOf } from './read-answer.ts';

/** A token, and the API and the repository that it is for. */
export interface TokenSubject {
  readonly forge: 'github' | 'gitlab';
  /** Without a trailing slash. */
  readonly apiUrl: string;
  /** GitHub: `owner/name`. GitLab: the number of the project; undefined: not known. */
  readonly project: string | undefined;
}

/** What a forge reports about a token. */
export interface TokenReport {
  /** Undefined where the forge does not report them, as for the token of a GitHub Actions job. */
  readonly scopes: readonly string[] | undefined;
  /** `2026-12-31`; undefined: it does not expire, or the forge does not report it. */
  readonly expiresOn: string | undefined;
  /** Whether it may comment on pull requests; undefined where only a comment would show. */
  readonly mayComment: boolean | undefined;
}

/**
 * Reads from a forge what a token may do. Nothing is written.
 *
 * @throws ForgeFailure where the token is refused, or the forge cannot be reached
 */
export async function checkToken(subject: TokenSubject, options: ForgeOptions): Promise<TokenReport> {
  const known = new KnownSecrets();
  known.learn(options.token);
  const scrub = makeScrub(known);
  const name = subject.forge === 'github' ? 'GitHub' : 'GitLab';
  const headers = {
    authorization: `Bearer ${options.token}`,
    accept: subject.forge === 'github' ? 'application/vnd.github+json' : 'application/json',
    'user-agent': 'connect-sync',
  };
  const session = openForgeSession(name, headers, options);
  const explain = (answer: Answer) =>
    new ForgeFailure({
      code: answer.status === 401 ? 'forge-token-refused' : 'forge-permission',
      message: `${name} refuses the token (${statusAndMessage(answer, scrub)})`,
      hint: hints[subject.forge],
    });
  try {
    const answer = await session.call({ method: 'GET', url: urlOf(subject), explain });
    if (answer === 'lost') throw new Error('a GET cannot be lost');
    return subject.forge === 'github' ? ofGitHub(answer) : ofGitLab(answer);
  } finally {
    await session.close();
  }
}

const hints: Readonly<Record<TokenSubject['forge'], string>> = {
  github:
    'set GITHUB_TOKEN to the token of the job (permission  pull-requests: write), or to one that has not expired',
  gitlab:
    'set GITLAB_TOKEN to an access token with the scope  api  that has not expired; a job token cannot comment',
};

function urlOf({ forge, apiUrl, project }: TokenSubject): string {
  if (forge === 'gitlab') return `${apiUrl}/personal_access_tokens/self`;
  return project === undefined ? `${apiUrl}/rate_limit` : `${apiUrl}/repos/${project}`;
}

/** Only classic tokens have scopes. */
function ofGitHub(answer: Answer): TokenReport {
  const listed = answer.header('x-oauth-scopes');
  const scopes = listed?.split(',').flatMap((scope) => scope.trim() || []);
  const expires = answer.header('github-authentication-token-expiration');
  const { private: isPrivate } = readObject(answer, 'GitHub');
  const enough = isPrivate === true ? ['repo'] : ['repo', 'public_repo'];
  return {
    scopes,
    expiresOn: /^\d{4}-\d{2}-\d{2}/.exec(expires ?? '')?.[0],
    mayComment: scopes && enough.some((scope) => scopes.includes(scope)),
  };
}

function ofGitLab(answer: Answer): TokenReport {
  const { scopes: listed, expires_at: expires } = member({ token: readObject(answer, 'GitLab') }, 'token');
  const scopes = Array.isArray(listed) ? listed.flatMap((scope) => textOf(scope) ?? []) : [];
  return { scopes, expiresOn: textOf(expires), mayComment: scopes.includes('api') };
}
