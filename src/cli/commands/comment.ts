import { InvalidArgumentError } from 'commander';
import { longestKey, type PublishedComment, publishComment } from '../../comment/publish-comment.ts';
import { count as counted } from '../../model/count.ts';
import { toPrintableLine } from '../../model/printable.ts';
import { commentDocuments, originLine } from '../../render/markdown/comment-documents.ts';
import { loadPostedPlan } from '../../saved-plan/load-posted-plan.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { count, duration } from '../options/parsers.ts';
import { workingDirectory } from '../options/project-options.ts';
import { proxySettings } from '../project-input.ts';
import { runCommand } from '../run-command.ts';

interface CommentOptions {
  readonly directory?: string;
  readonly key?: string;
  readonly perCluster?: boolean;
  readonly mergeApplies?: boolean;
  readonly pullRequest?: number;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly color: boolean;
}

/** `comment`: posts a saved plan, or a comparison of files, to the pull request of a pipeline. */
export const addCommentCommand: AddCommand = (program, host, finish) => {
  program
    .command('comment')
    .argument('<plan>', 'a plan saved by  plan --out , or the output of  plan --offline -f json')
    .description('post a plan to its pull request, or update the earlier comment')
    .option('-C, --directory <dir>', 'work as if started in this directory')
    .option(
      '--key <text>',
      'distinguishes pipelines on one pull request (default: the name of the pipeline)',
      commentKey,
    )
    .option('--per-cluster', 'one comment for each cluster')
    .option('--merge-applies', 'say that merging the pull request applies the plan: a pipeline does so')
    .option('--pull-request <n>', 'its number (default: from the environment)', count)
    .option('-q, --quiet', 'do not report waiting')
    .option('-v, --verbose', 'show each request: method, path, status, milliseconds')
    .option(
      '--timeout <duration>',
      'limit all requests and waiting, such as 90s or 5m (default: 2m)',
      duration,
    )
    .option('--no-color', 'no colours')
    .addHelpText('after', help)
    .action(async (file: string, options: CommentOptions) =>
      finish(
        await runCommand(host, { cluster: [], dotenv: [], var: new Map(), color: options.color }, () =>
          runComment(host, options, file),
        ),
      ),
    );
};

const help = `
In GitHub Actions and GitLab CI everything else comes from the environment, also the token: GITHUB_TOKEN or GH_TOKEN
(permission  pull-requests: write), GITLAB_TOKEN or CONNECT_SYNC_FORGE_TOKEN (scope api). Without a token or a pull
request, prints the Markdown. If GITHUB_STEP_SUMMARY is set, also appends the plan to the job summary.

Example:
  connect-sync plan --cluster prod --out plan.json && connect-sync comment plan.json`;

async function runComment(host: Host, options: CommentOptions, file: string): Promise<ExitCode> {
  const posted = await loadPostedPlan(workingDirectory(host, options), file);
  const split = options.perCluster === true ? 'per-cluster' : 'one';
  const log = (line: string) => host.stderr.write(`comment: ${toPrintableLine(line)}\n`);
  const result = await publishComment(
    {
      documents: (linkTo) =>
        commentDocuments({ posted, file, linkTo, mergeApplies: options.mergeApplies }, split),
      directory: workingDirectory(host, options),
      footer: (key, run) => originLine(key, run, posted.digest),
      environment: host.environment,
      ...(options.key !== undefined && { key: options.key }),
      ...(options.pullRequest !== undefined && { pullRequest: options.pullRequest }),
      ...(options.timeout !== undefined && { timeoutMilliseconds: options.timeout }),
    },
    {
      clock: host.clock,
      signal: host.interrupt,
      proxy: proxySettings(host.environment),
      ...(options.verbose === true && { onRequest: log }),
      ...(options.quiet !== true && { onWait: log }),
      onWarning: (message) => host.stderr.write(`warning: ${message}\n`),
      onComment: (comment) => host.stdout.write(`${toPrintableLine(describe(comment))}\n`),
    },
  );
  if (result.kind === 'not-posted') {
    host.stderr.write(`Nothing was posted: ${toPrintableLine(result.why)}.\n`);
    host.stdout.write(result.documents.map(({ markdown }) => markdown).join('\n'));
  }
  return exitCodes.success;
}

function describe({ outcome, url, id, newer, removed, wasEdited, subject }: PublishedComment): string {
  const place = url ?? `comment ${id} on ${subject}`;
  const details = [
    ...(wasEdited ? ['it had been edited'] : []),
    ...(removed > 0 ? [`${counted(removed, 'duplicate')} removed`] : []),
  ];
  const end = details.length > 0 ? ` (${details.join(', ')})` : '';
  return outcome === 'superseded'
    ? `superseded by the newer run ${newer?.run}: ${place}${end}`
    : `${outcome}: ${place}${end}`;
}

/** @throws InvalidArgumentError */
function commentKey(text: string): string {
  if (text.trim() === '' || text.length > longestKey) {
    throw new InvalidArgumentError(`Expected 1 to ${longestKey} characters.`);
  }
  return text;
}
