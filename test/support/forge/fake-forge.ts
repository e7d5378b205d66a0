import type { IncomingMessage, RequestListener } from 'node:http';
import { recordOutput } from '../record-output.ts';
import { serve } from '../serve.ts';
import type { ForgeStore } from './forge-store.ts';
import { openStore } from './forge-store.ts';
import { answerAsGitHub } from './github-routes.ts';
import { answerAsGitLab } from './gitlab-routes.ts';

/** A request to the forge. */
export interface ForgeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string | undefined;
  readonly userAgent: string | undefined;
  /** Parsed JSON; undefined if there is none. */
  readonly body: unknown;
}

/** A response of the forge. */
export interface ForgeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or text as it is. */
  readonly body?: unknown;
}

/** A fault of the next request whose `METHOD path` matches, once. */
export interface ForgeFault {
  readonly on: RegExp;
  /** Runs before the request is processed, such as a concurrent change. */
  readonly before?: () => void | Promise<void>;
  /** The response instead; `cut` closes the connection. Without it the request is answered normally. */
  readonly instead?: ForgeAnswer | 'cut';
  /** Whether the request is processed although the response is replaced. */
  readonly isProcessed?: boolean;
}

/** A forge with one project and one pull request, number 7. */
export interface FakeForge extends ForgeStore {
  readonly url: string;
  /** `METHOD path` of every request so far. */
  readonly requests: readonly string[];
  /** The environment of a pipeline, with the token of its job. */
  readonly environment: Readonly<Record<string, string>>;
  inject(fault: ForgeFault): void;
}

/** Starts a forge on loopback; it stops with the test. */
export async function startFakeForge(kind: 'github' | 'gitlab'): Promise<FakeForge> {
  const store = openStore();
  const requests: string[] = [];
  const faults: ForgeFault[] = [];
  const route = { github: answerAsGitHub, gitlab: answerAsGitLab }[kind];
  const listener: RequestListener = async (incoming, outgoing) => {
    const request = await readRequest(incoming);
    const line = `${request.method} ${request.path}`;
    requests.push(line);
    const index = faults.findIndex(({ on }) => on.test(line));
    const [fault] = index < 0 ? [] : faults.splice(index, 1);
    await fault?.before?.();
    const served = fault?.instead && !fault.isProcessed ? undefined : route(store, request, url);
    const answer = fault?.instead ?? served;
    if (answer === undefined || answer === 'cut') return void incoming.socket.destroy();
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(text);
  };
  const url: string = await serve(listener);
  return {
    ...store,
    url,
    requests,
    environment: kind === 'github' ? githubEnvironment(url) : gitlabEnvironment(url),
    inject: (fault) => void faults.push(fault),
  };
}

function githubEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: url,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: 'acme/connectors',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_SHA: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
    GITHUB_WORKFLOW: 'Plan',
    GITHUB_RUN_ID: '9001',
    GITHUB_RUN_NUMBER: '12',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_TOKEN: 'job-token',
  };
}

function gitlabEnvironment(url: string): Readonly<Record<string, string>> {
  return {
    CI: 'true',
    GITLAB_CI: 'true',
    CI_API_V4_URL: `${url}/api/v4`,
    CI_PROJECT_ID: '3',
    CI_MERGE_REQUEST_IID: '7',
    CI_JOB_NAME: 'plan',
    CI_PIPELINE_ID: '9001',
    CI_PIPELINE_IID: '12',
    CI_JOB_ID: '501',
    CI_PROJECT_URL: 'https://gitlab.example/acme/connectors',
    CI_PIPELINE_URL: 'https://gitlab.example/acme/connectors/-/pipelines/9001',
    CI_COMMIT_SHA: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
    GITLAB_TOKEN: 'bot-token',
  };
}

/** The text of a comment, as a person reads it. */
function commentIn(text: string): string {
  const { body } = (text === '' ? {} : JSON.parse(text)) as { readonly body?: unknown };
  return typeof body === 'string' ? body : '';
}

async function readRequest(incoming: IncomingMessage): Promise<ForgeRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://forge');
  const text = Buffer.concat(chunks).toString();
  recordOutput(`${incoming.method} ${pathname}`, commentIn(text));
  const { authorization } = incoming.headers;
  return {
    method: incoming.method ?? '',
    path: pathname,
    query: searchParams,
    token: /^Bearer (.+)$/.exec(authorization ?? '')?.[1],
    userAgent: incoming.headers['user-agent'],
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}
