import { type Diagnostic, hasErrors } from '../../model/diagnostic.ts';
import { type ExitCode, exitCodes } from '../../model/error.ts';
import { viewDiagnostics } from '../../model/redaction/view-diagnostics.ts';
import { toJson } from '../../render/json.ts';
import { isClusterNamed } from '../choose-clusters.ts';
import { combineExitCodes } from '../combine-exit-codes.ts';
import type { Host } from '../host.ts';
import { InvalidInput } from '../invalid-input.ts';
import { onEachCluster } from '../on-each-cluster.ts';
import { type CommonOptions, withCommonOptions } from '../options.ts';
import { perspectives } from '../perspectives.ts';
import type { AddCommand } from '../program.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { reportError } from '../report-error.ts';
import { resolveClusters } from '../resolve-clusters.ts';
import { runCommand } from '../run-command.ts';
import { clusterChoice, distinct, judge, openSession, type Session } from '../session.ts';
import { validateOnCluster } from '../validate-work.ts';

/** `validate`: checks the files; with a cluster named, each plugin's own validation too. It writes nothing. */
export const addValidateCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('validate')
      .argument('[file...]', 'ask the worker about these connector files only')
      .description('check the files; with --cluster, ask each plugin too; writes nothing'),
    ['text', 'json'],
  )
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync validate\n  connect-sync validate --cluster dev --strict',
    )
    .action(async (files: string[], options: CommonOptions) =>
      finish(await runCommand(host, options, () => runValidate(host, options, files))),
    );
};

async function runValidate(host: Host, options: CommonOptions, files: readonly string[]): Promise<ExitCode> {
  const session = await openSession(host, options);
  return isClusterNamed(clusterChoice(session)) ? validateOnClusters(session, files) : validateFiles(session);
}

function validateFiles(session: Session): ExitCode {
  const seen = perspectives(session, 'all');
  const problems = seen.flatMap((one) => one.resolved.diagnostics);
  const judged = judge(session, distinct([...session.loaded.diagnostics, ...problems]));
  return conclude(session, judged, 'the files alone: name a cluster to ask its plugins too');
}

async function validateOnClusters(session: Session, files: readonly string[]): Promise<ExitCode> {
  const works = await resolveClusters(session);
  const results = await onEachCluster(works, session.host.interrupt, (cluster, work) =>
    validateOnCluster(cluster, work, files),
  );
  const found = results.flatMap((one) => (one.done ? one.result : []));
  const warnings = works.flatMap((work) => work.warnings);
  for (const one of results) if (!one.done) reportError(one.error, session.host);
  const unread = results.flatMap((one) => (one.done ? [] : [one.error.exitCode]));
  if (unread.length > 0) {
    reportDiagnostics(session, judge(session, distinct([...warnings, ...found])));
    return combineExitCodes(unread);
  }
  const labels = works.map((work) => work.label).join(', ');
  return conclude(session, judge(session, distinct([...warnings, ...found])), `the files, and on ${labels}`);
}

/** @throws InvalidInput where one of the problems is an error */
function conclude(session: Session, problems: readonly Diagnostic[], scope: string): ExitCode {
  const { host, options, loaded, known } = session;
  if (hasErrors(problems)) throw new InvalidInput(problems, loaded.files);
  if (options.format === 'json') {
    const diagnostics = viewDiagnostics(problems, (text) => known.scrub(text));
    host.stdout.write(toJson({ complete: true, files: loaded.files, diagnostics }));
  } else {
    reportDiagnostics(session, problems);
    const count = loaded.files === 1 ? '1 file' : `${loaded.files} files`;
    host.stdout.write(`Valid: ${count} (checked: ${scope}).\n`);
  }
  return exitCodes.success;
}
