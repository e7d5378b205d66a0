import { viewOrigin, viewOrigins } from '../../inspect/render-desired.ts';
import { runComparison } from '../../inspect/run-comparison.ts';
import { distinctDiagnostics, hasErrors } from '../../model/diagnostic.ts';
import type { DocumentsView } from '../../model/documents-view.ts';
import { InvalidInputError } from '../../model/error.ts';
import { makeRedactor } from '../../model/redaction/redactor.ts';
import { readDesiredKeyTypes } from '../../project/desired-key-types.ts';
import { judge, openSession, type Session } from '../../project/load-project.ts';
import type { PasswordKeys } from '../../project/password-keys.ts';
import { type OfflineCluster, perspectives } from '../../project/resolve-offline.ts';
import { selectNames } from '../../project/select-names.ts';
import { documentsOf, renderDocumentsAsYaml } from '../../render/connector-documents.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportDiagnostics } from '../output/diagnostics.ts';
import type { AddCommand } from '../program.ts';
import { refuseFormat } from '../refuse-format.ts';
import { reportResults } from '../report-results.ts';
import { runCommand } from '../run-command.ts';

interface RenderOptions extends CommonOptions {
  readonly origin?: boolean;
  readonly against?: string;
}

/**
 * `render`: what the files wish for, everything resolved. It needs no cluster to be up; one that is named is asked
 * which keys are passwords.
 */
export const addRenderCommand: AddCommand = (program, host, finish) => {
  withCommonOptions(
    program
      .command('render')
      .argument('[name...]', 'names or globs; all connectors where left out')
      .description(
        'show what the files wish for, everything filled in, secrets masked; needs no cluster to be up',
      ),
    ['yaml', 'json', 'text', 'diff'],
  )
    .option('--origin', 'show for each key which file and line it comes from; with -v, what that covers')
    .option('--against <name>', 'show what differs from the wishes for this cluster: text, diff or json')
    .addHelpText(
      'after',
      '\nExample:\n  connect-sync render --cluster prod --origin\n  connect-sync render --cluster dev --against prod',
    )
    .action(async (names: string[], options: RenderOptions) =>
      finish(
        await runCommand(host, options, () =>
          options.against === undefined
            ? runRender(host, options, names)
            : runComparison(host, { ...options, against: options.against }, names),
        ),
      ),
    );
};

async function runRender(host: Host, options: RenderOptions, names: readonly string[]): Promise<ExitCode> {
  refuseFormat(options, ['yaml', 'json'], 'text and diff need --against CLUSTER');
  const session = await openSession(host, options);
  const seen = perspectives(session, 'refused');
  const problems = [...session.loaded.diagnostics, ...seen.flatMap((one) => one.resolved.diagnostics)];
  const judged = judge(session, distinctDiagnostics(problems));
  if (hasErrors(judged)) throw new InvalidInputError(judged, session.loaded.files);
  const { passwordKeys, warnings } = await readDesiredKeyTypes(session, seen);
  reportDiagnostics(session, [...judged, ...warnings]);
  const pages = seen.map((one) => ({
    label: one.clusterName ?? 'files',
    done: true as const,
    result: wishes(session, one, { names, origin: options.origin === true, passwordKeys }),
  }));
  return reportResults(session, pages, {
    json: documentsOf,
    text: renderDocumentsAsYaml,
    exitCode: () => exitCodes.success,
  });
}

interface Rendering {
  readonly names: readonly string[];
  readonly origin: boolean;
  readonly passwordKeys: PasswordKeys;
}

function wishes(
  session: Session,
  { clusterName, resolved }: OfflineCluster,
  asked: Rendering,
): DocumentsView {
  const { options } = session;
  const desired = resolved.connectors;
  const redactor = makeRedactor({
    live: [],
    desired,
    passwordKeys: asked.passwordKeys,
    known: session.known,
  });
  const chosen = new Set(
    selectNames(
      asked.names,
      desired.map((connector) => connector.name),
      'in the files',
    ),
  );
  const connectors = desired.flatMap((connector) => {
    if (connector.kind === 'absent' || !chosen.has(connector.name)) return [];
    const document = redactor.document(connector.name, connector.config, connector.state);
    const depth = options.verbose === true || options.format === 'json' ? 'all' : 'winner';
    const origins = asked.origin && {
      ...(connector.stateOrigin && { stateOrigin: viewOrigin(connector.stateOrigin, depth) }),
      origins: viewOrigins(connector.origins, depth),
      removed: viewOrigins(connector.removed ?? new Map(), 'all'),
    };
    return [{ name: connector.name, document, ...origins }];
  });
  return { cluster: clusterName ?? null, connectors };
}
