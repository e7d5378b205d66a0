import { appendToFile } from '../files/append-to-file.ts';
import { readTextIfPossible } from '../files/read-file.ts';
import { findPullRequest } from '../forge/find-pull-request.ts';
import type { Forge, ForgeOptions } from '../forge/forge.ts';
import { type KeptComment, keepComment } from '../forge/keep-comment.ts';
import { openForge } from '../forge/open-forge.ts';
import type { PipelineRun } from '../forge/pipeline-run.ts';
import type { Clock } from '../model/clock.ts';
import type { ProxySettings } from '../model/proxy-settings.ts';
import type { LinkTo } from '../model/source.ts';
import { sourceLinks } from './source-links.ts';

/** What to post, and where. */
export interface CommentInput {
  /** One comment each; given where files can be linked to. */
  readonly documents: (linkTo: LinkTo | undefined) => readonly CommentText[];
  /** The directory of the project, absolute. */
  readonly directory: string;
  /** Markdown below each document: the run that posted it, and the digest of the plan. */
  readonly footer: (key: string, run: PipelineRun) => string;
  /** The environment of the pipeline: pull request, token and run (GitHub Actions, GitLab CI). */
  readonly environment: ReadonlyMap<string, string>;
  /** Distinguishes pipelines on one pull request; left out: the name of the pipeline. */
  readonly key?: string;
  /** Overrides the environment. */
  readonly pullRequest?: number;
  /** Limits all requests and waiting together; left out: 2 minutes. */
  readonly timeoutMilliseconds?: number;
}

/** The text of a comment, and the clusters that it covers. */
export interface CommentText {
  /** Undefined if the comment covers all clusters. */
  readonly cluster: string | undefined;
  readonly clusters: readonly string[];
  readonly markdown: string;
}

/** The connections of `publishComment`. None of the texts that it passes on contains the token. */
export interface CommentPorts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly proxy?: ProxySettings;
  /** Called after every request: method, path, status, milliseconds. */
  readonly onRequest?: (line: string) => void;
  /** Called before every wait with the reason. */
  readonly onWait?: (line: string) => void;
  /** Called for problems that do not prevent the comment. */
  readonly onWarning: (message: string) => void;
  /** Called after each comment, because a later one may fail. */
  readonly onComment: (comment: PublishedComment) => void;
}

/** What happened to one comment. */
export interface PublishedComment extends KeptComment {
  /** `pull request 7 of owner/name` */
  readonly subject: string;
}

/** `not-posted`: there is no pull request or no token, with the reason. */
export type CommentResult =
  | { readonly kind: 'posted'; readonly comments: readonly PublishedComment[] }
  | { readonly kind: 'not-posted'; readonly why: string; readonly documents: readonly CommentText[] };

/** A comment has at most 65,536 characters, which include the key. */
export const longestKey = 100;

/**
 * Appends the documents to the job summary (`GITHUB_STEP_SUMMARY`), finds the pull request of the pipeline, and posts
 * each document as a comment or updates the comment of an earlier run.
 *
 * @throws ConnectSyncError (failure) if the forge is unreachable or rejects a comment
 */
export async function publishComment(input: CommentInput, ports: CommentPorts): Promise<CommentResult> {
  const { environment } = input;
  const found = findPullRequest({
    variables: environment,
    event: await readEvent(environment.get('GITHUB_EVENT_PATH')),
    number: input.pullRequest,
  });
  const documents = input.documents(await sourceLinks(found.run?.files, input.directory));
  appendToSummary(environment.get('GITHUB_STEP_SUMMARY'), documents, ports);
  if (found.kind === 'none') return { kind: 'not-posted', why: found.why, documents };
  const forge = openForge(found.pullRequest, forgeOptions(found.token, input, ports));
  try {
    return { kind: 'posted', comments: await keepAll(forge, found.run, { ...input, documents }, ports) };
  } finally {
    await forge.close();
  }
}

/** GitHub accepts 1 MiB per step and shows nothing of a larger summary; other commands of the step may write too. */
const largestSummary = 900 * 1024;

function appendToSummary(
  file: string | undefined,
  documents: readonly CommentText[],
  { onWarning }: CommentPorts,
): void {
  if (!file) return;
  const markdown = documents.map((document) => document.markdown).join('\n');
  const result = appendToFile(file, markdown, largestSummary);
  if (result.kind === 'too-large') onWarning('the job summary has no room left (900 KiB)');
  if (result.kind === 'failed') onWarning(`the job summary cannot be written (${result.code})`);
}

/** The event of a GitHub Actions run, parsed; undefined if there is no such file, or it is not JSON. */
async function readEvent(file: string | undefined): Promise<unknown> {
  const text = file ? await readTextIfPossible(file) : undefined;
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

const defaultTimeout = 120_000;

function forgeOptions(
  token: string,
  { timeoutMilliseconds }: CommentInput,
  ports: CommentPorts,
): ForgeOptions {
  const { clock, signal, proxy, onRequest, onWait } = ports;
  return {
    token,
    clock,
    signal,
    proxy,
    timeoutMilliseconds: timeoutMilliseconds ?? defaultTimeout,
    onRequest,
    onWait,
  };
}

async function keepAll(
  forge: Forge,
  run: PipelineRun,
  {
    documents,
    footer,
    key: chosenKey,
  }: Pick<CommentInput, 'footer' | 'key'> & {
    readonly documents: readonly CommentText[];
  },
  { clock, onComment }: CommentPorts,
): Promise<readonly PublishedComment[]> {
  const key = chosenKey ?? run.pipeline.slice(0, longestKey);
  const comments: PublishedComment[] = [];
  for (const { cluster, clusters, markdown } of documents) {
    const text = `${markdown}\n${footer(key, run)}`;
    const kept = await keepComment(forge, { key, cluster, clusters, number: run.number, text }, clock);
    const published = { ...kept, subject: forge.subject };
    onComment(published);
    comments.push(published);
  }
  return comments;
}
