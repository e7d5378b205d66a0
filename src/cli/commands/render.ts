import { viewOrigin, viewOrigins } from '../../inspect/render-desired.ts';
import { runComparison } from '../../inspect/run-comparison.ts';
import { distinctDiagnostics, hasErrors } from '../../model/diagnostic.ts';
import type { DocumentsView } from '../../model/documents-view.ts';
import { InvalidInputError } from '../../model/error.ts';
import { makeRedactor } from '../../model/redaction/redactor.ts';
import { readDesiredKeyTypes } from '../../project/desired-key-types.ts';
import { applyStrict, loadProject, type Project } from '../../project/load-project.ts';
import type { PasswordKeys } from '../../project/password-keys.ts';
import { type OfflineCluster, resolveOffline } from '../../project/resolve-offline.ts';
import { selectNames } from '../../project/select-names.ts';
import { documentsOf, renderDocumentsAsYaml } from '../../render/connector-documents.ts';
import type { AddCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Host } from '../host.ts';
import { type CommonOptions, withCommonOptions } from '../options/project-options.ts';
import { reportDiagnostics } from '../output/diagnostics.ts';
import { clusterChoice, portsOf, projectInput } from '../project-input.ts';
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
  const project = await loadProject(projectInput(host, options));
  const choice = clusterChoice(host, options);
  const seen = resolveOffline(project, choice, 'refused');
  const problems = [...project.files.diagnostics, ...seen.flatMap((one) => one.desired.diagnostics)];
  const judged = applyStrict(project, distinctDiagnostics(problems));
  if (hasErrors(judged)) throw new InvalidInputError(judged, project.files.files);
  const { passwordKeys, warnings } = await readDesiredKeyTypes(
    project,
    { choice, clusters: seen },
    portsOf(host, options),
  );
  reportDiagnostics({ host, options }, project, [...judged, ...warnings]);
  const pages = seen.map((one) => ({
    cluster: one.clusterName ?? 'files',
    ok: true as const,
    value: desiredDocuments(project, one, { names, options, passwordKeys }),
  }));
  return reportResults({ host, options }, pages, {
    json: documentsOf,
    text: renderDocumentsAsYaml,
    exitCode: () => exitCodes.success,
  });
}

interface Rendering {
  readonly names: readonly string[];
  readonly options: RenderOptions;
  readonly passwordKeys: PasswordKeys;
}

function desiredDocuments(
  project: Project,
  { clusterName, desired: { connectors: desired } }: OfflineCluster,
  asked: Rendering,
): DocumentsView {
  const { options } = asked;
  const redactor = makeRedactor({
    live: [],
    desired,
    passwordKeys: asked.passwordKeys,
    known: project.secrets,
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
    const origins = options.origin === true && {
      ...(connector.stateOrigin && { stateOrigin: viewOrigin(connector.stateOrigin, depth) }),
      origins: viewOrigins(connector.origins, depth),
      removed: viewOrigins(connector.removed ?? new Map(), 'all'),
    };
    return [{ name: connector.name, document, ...origins }];
  });
  return { cluster: clusterName ?? null, connectors };
}
