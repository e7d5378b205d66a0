import { InvalidArgumentError } from 'commander';
import { appendToFile } from '../../files/append-to-file.ts';
import { readTextIfPossible } from '../../files/read-file.ts';
import { findPullRequest } from '../../forge/find-pull-request.ts';
import type { ForgeOptions } from '../../forge/forge.ts';
import { type KeptComment, keepComment } from '../../forge/keep-comment.ts';
import { openForge } from '../../forge/open-forge.ts';
import { count as counted } from '../../model/count.ts';
import { toPrintableLine } from '../../model/printable.ts';
import { commentDocuments, originLine } from '../../render/markdown/comment-documents.ts';
import { loadSavedPlan } from '../../saved-plan/load-saved-plan.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { count, duration, workingDirectory } from '../options/project-options.ts';
import { proxySettings } from '../options/proxy-settings.ts';
import type { AddCommand } from '../program.ts';
import { runCommand } from '../run-command.ts';

interface CommentOptions {
  readonly directory?: string;
  readonly key?: string;
  readonly perCluster?: boolean;
  readonly pullRequest?: number;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly color: boolean;
}

/** `comment`: a saved plan, told to the pull request that a pipeline runs for. */
export const addCommentCommand: AddCommand = (program, host, finish) => {
  program
    .command('comment')
    .argument('<plan>', 'a plan that  plan --out  has saved')
    .description('post a saved plan to its pull request, or bring the earlier comment up to date')
    .option('-C, --directory <dir>', 'work as if started in this directory')
    .option('--key <text>', 'tells pipelines on one pull request apart (default: their name)', commentKey)
    .option('--per-cluster', 'one comment for each cluster')
    .option('--pull-request <n>', 'its number, where the environment does not tell', count)
    .option('-q, --quiet', 'no word about waiting')
    .option('-v, --verbose', 'show each request: method, path, status, milliseconds')
    .option('--timeout <duration>', 'cap all waiting, such as 90s or 5m (default: 2m)', duration)
    .option('--no-color', 'no colours')
    .addHelpText('after', help)
    .action(async (file: string, options: CommentOptions) =>
      finish(
        await runCommand(host, { cluster: [], envFile: [], var: new Map(), color: options.color }, () =>
          runComment(host, options, file),
        ),
      ),
    );
};

const help = `
On GitHub Actions and GitLab CI everything else comes from the environment; the token from GITHUB_TOKEN or GH_TOKEN
(permission  pull-requests: write), or from GITLAB_TOKEN or CONNECT_SYNC_FORGE_TOKEN (scope api). Without a token or a
pull request it prints the Markdown. Where GITHUB_STEP_SUMMARY is set, it writes the summary of the job, too.

Example:
  connect-sync plan --cluster prod --out plan.json && connect-sync comment plan.json`;

async function runComment(host: Host, options: CommentOptions, file: string): Promise<ExitCode> {
  const { environment } = host;
  const saved = await loadSavedPlan(workingDirectory(host, options), file);
  const documents = commentDocuments({ saved, file }, options.perCluster === true ? 'per-cluster' : 'one');
  const markdown = documents.map((document) => document.markdown).join('\n');
  writeSummary(host, markdown);
  const found = findPullRequest({
    variables: environment,
    event: await readEvent(environment.get('GITHUB_EVENT_PATH')),
    number: options.pullRequest,
  });
  if (found.kind === 'none') {
    host.stderr.write(`Nothing was posted: ${toPrintableLine(found.why)}.\n`);
    host.stdout.write(markdown);
    return exitCodes.success;
  }
  const forge = openForge(found.pullRequest, forgeOptions(host, options, found.token));
  const key = options.key ?? found.run.pipeline.slice(0, longestKey);
  try {
    for (const document of documents) {
      const text = `${document.markdown}\n${originLine(key, found.run, saved.digest)}`;
      const wish = { ...document, key, number: found.run.number, text };
      tell(host, await keepComment(forge, wish, host.clock), forge.subject);
    }
  } finally {
    await forge.close();
  }
  return exitCodes.success;
}

function writeSummary({ environment, stderr }: Host, markdown: string): void {
  const file = environment.get('GITHUB_STEP_SUMMARY');
  if (!file) return;
  const result = appendToFile(file, markdown, largestSummary);
  if (result.kind === 'too-large')
    stderr.write('warning: the summary of the job has no room left (900 KiB)\n');
  if (result.kind === 'failed')
    stderr.write(`warning: the summary of the job cannot be written (${result.code})\n`);
}

/** GitHub accepts 1 MiB per step and shows nothing of a larger summary; other commands of the step may write too. */
const largestSummary = 900 * 1024;

/** The event that started a run of GitHub Actions, parsed; undefined without such a file, or if it is not JSON. */
async function readEvent(file: string | undefined): Promise<unknown> {
  const text = file ? await readTextIfPossible(file) : undefined;
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function forgeOptions(host: Host, options: CommentOptions, token: string): ForgeOptions {
  const tell = (line: string) => host.stderr.write(`comment: ${toPrintableLine(line)}\n`);
  return {
    token,
    clock: host.clock,
    signal: host.interrupt,
    proxy: proxySettings(host.environment),
    timeoutMilliseconds: options.timeout ?? usualTimeout,
    onRequest: options.verbose === true ? tell : undefined,
    onWait: options.quiet === true ? undefined : tell,
  };
}

function tell(host: Host, kept: KeptComment, subject: string): void {
  const { outcome, url, id, newer, removed, wasEdited } = kept;
  const place = url ?? `comment ${id} on ${subject}`;
  const more = [
    ...(wasEdited ? ['somebody had edited it'] : []),
    ...(removed > 0 ? [`${counted(removed, 'duplicate')} removed`] : []),
  ];
  const said =
    outcome === 'superseded' ? `left as run ${newer?.run} wrote it, which is newer than this one` : outcome;
  const end = more.length > 0 ? ` (${more.join(', ')})` : '';
  host.stdout.write(`${toPrintableLine(`${said}: ${place}${end}`)}\n`);
}

const usualTimeout = 120_000;

/** A comment has room for 65,536 characters, and this stands in it. */
const longestKey = 100;

/** @throws InvalidArgumentError */
function commentKey(text: string): string {
  if (text.trim() === '' || text.length > longestKey) {
    throw new InvalidArgumentError(`Expected 1 to ${longestKey} characters.`);
  }
  return text;
}
