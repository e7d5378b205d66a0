import { checkToken, type TokenReport, type TokenSubject } from '../forge/check-token.ts';
import { readRemote } from '../git/read-remote.ts';
import { remoteUrl } from '../git/remote-url.ts';
import type { CheckGroupView, CheckView } from '../model/doctor-view.ts';
import { ConnectSyncError } from '../model/error.ts';
import type { Ports } from '../model/ports.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { Project } from '../project/load-project.ts';
import { failed, ok, skipped, warning } from './check.ts';

/** The token with which `comment` posts plans; undefined where neither GitHub nor GitLab is used. */
export async function checkForge(
  { input, scrub }: Project,
  ports: Ports,
): Promise<CheckGroupView | undefined> {
  const remote = await remoteUrl(input.directory);
  const found = findToken(input.environment, remote);
  if (!found) return undefined;
  const { subject, token, variable } = found;
  const group = { about: 'forge', name: subject.forge === 'github' ? 'GitHub' : 'GitLab' } as const;
  if (token === undefined) return { ...group, checks: [withoutToken(input.environment, subject)] };
  try {
    const report = await checkToken(subject, {
      token,
      clock: ports.clock,
      signal: ports.signal,
      proxy: ports.proxy,
      timeoutMilliseconds: input.timeoutMilliseconds ?? 10_000,
      onRequest: undefined,
      onWait: undefined,
    });
    return { ...group, checks: [describe(report, variable, ports.clock.wallTime())] };
  } catch (error) {
    if (!(error instanceof ConnectSyncError)) throw error;
    return { ...group, checks: [failed('token', `${variable}: ${scrub(error.message)}`, error.hint)] };
  }
}

interface FoundToken {
  readonly subject: TokenSubject;
  /** The variable that holds it, or should. */
  readonly variable: string;
  /** Undefined: none is set. */
  readonly token: string | undefined;
}

/** A token is only sent to the API that the pipeline names, or to the public one of its forge: never to a remote's host. */
function findToken(
  environment: ReadonlyMap<string, string>,
  remote: string | undefined,
): FoundToken | undefined {
  const read = (name: string) => environment.get(name)?.trim() || undefined;
  const found = readRemote(remote);
  const hosted = found && found.host === `${found.forge}.com` ? found : undefined;
  const one = (...names: string[]) => {
    const variable = names.find((name) => read(name) !== undefined) ?? names[0] ?? '';
    return { variable, token: read(variable) };
  };
  if (
    read('CI_API_V4_URL') !== undefined ||
    (hosted?.forge === 'gitlab' && read('GITHUB_REPOSITORY') === undefined)
  ) {
    const apiUrl = (read('CI_API_V4_URL') ?? 'https://gitlab.com/api/v4').replace(/(?<!\/)\/+$/, '');
    if (!isWebAddress(apiUrl)) return undefined;
    const subject = { forge: 'gitlab', apiUrl, project: read('CI_PROJECT_ID') } as const;
    return { subject, ...one('GITLAB_TOKEN', 'CONNECT_SYNC_FORGE_TOKEN') };
  }
  const project = read('GITHUB_REPOSITORY') ?? (hosted?.forge === 'github' ? hosted.repository : undefined);
  if (project === undefined || !/^[\w.-]+\/[\w.-]+$/.test(project)) return undefined;
  const apiUrl = (read('GITHUB_API_URL') ?? 'https://api.github.com').replace(/(?<!\/)\/+$/, '');
  if (!isWebAddress(apiUrl)) return undefined;
  return { subject: { forge: 'github', apiUrl, project }, ...one('GITHUB_TOKEN', 'GH_TOKEN') };
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

function withoutToken(environment: ReadonlyMap<string, string>, { forge }: TokenSubject): CheckView {
  const isPipeline = environment.get('GITHUB_ACTIONS') === 'true' || environment.get('GITLAB_CI') === 'true';
  if (!isPipeline) return skipped('token', 'none is set; only connect-sync comment needs one');
  return warning(
    'token',
    'none is set, so connect-sync comment cannot post the plan',
    forge === 'github'
      ? 'set  GITHUB_TOKEN: ${{ github.token }}  in the env of the step'
      : 'set GITLAB_TOKEN to an access token with the scope api; a job token cannot comment',
  );
}

const soon = 14 * 86_400_000;

function describe({ scopes, expiresOn, mayComment }: TokenReport, variable: string, now: number): CheckView {
  const listed =
    scopes === undefined ? '' : `, scopes: ${toPrintableLine(scopes.slice(0, 20).join(', ')) || 'none'}`;
  const until = expiresOn === undefined ? '' : `, expires on ${toPrintableLine(expiresOn)}`;
  const accepted = `${variable} is accepted${listed}${until}`;
  if (mayComment === false)
    return warning(
      'token',
      `${accepted}: it cannot comment`,
      'connect-sync comment needs the scope api (GitLab), or repo (GitHub)',
    );
  if (expiresOn !== undefined && Date.parse(expiresOn) - now < soon)
    return warning('token', accepted, 'replace it before it expires');
  return ok(
    'token',
    mayComment === true
      ? accepted
      : `${accepted}; whether it may comment cannot be checked without writing (permission pull-requests: write)`,
  );
}
