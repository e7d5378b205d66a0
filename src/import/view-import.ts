import { type Diagnostic, describeDiagnostic } from '../model/diagnostic.ts';
import type { ImportedConnectorView, ImportView, NotReadView } from '../model/import-view.ts';
import type { Scrub } from '../model/redaction/scrub.ts';
import { viewDiagnostics } from '../model/redaction/view-diagnostics.ts';
import { assessImport, type ConnectorOutcome, countOutcomes } from './account.ts';
import { writtenForm } from './formats/found-connector.ts';
import type { NotRead } from './formats/read/found-file.ts';
import type { ImportPlan } from './import-plan.ts';
import type { ImportRequest } from './import-request.ts';

/** What an import did, or would do: without any config value. */
export function viewImport(
  request: ImportRequest,
  plan: ImportPlan,
  { written, secretsFile }: Pick<ImportView, 'written' | 'secretsFile'>,
): ImportView {
  const { project, source, extent, placeholders } = request;
  const shownName = shownNames(request);
  const counts = countOutcomes({ ...source, connectors: plan.connectors });
  return {
    format: 'connect-sync/import',
    version: 1,
    from: source.label,
    written,
    result: assessImport(counts, extent),
    connectors: plan.connectors.map((one) =>
      viewConnector({ ...one, name: shownName(one.name) }, project.scrub),
    ),
    notRead: source.notRead.map((one) => viewNotRead(one, project.scrub)),
    counts,
    files: plan.files.flatMap(({ kind, file, action }) =>
      kind === 'connector' || action === 'keep' ? [] : [{ file, action }],
    ),
    variables: plan.variables.map(({ name, uses, value, mask }) => ({
      name,
      uses: uses.map((use) => ({ ...use, connector: shownName(use.connector) })),
      known: value !== undefined,
      from: value === undefined && mask === undefined ? ('script' as const) : ('secret' as const),
    })),
    secretsFile,
    defaults: plan.defaults.map(({ className, ...one }) => ({ class: className, ...one })),
    placeholders: placeholders ?? noPlaceholders,
    diagnostics: viewDiagnostics(plan.diagnostics, project.scrub),
  };
}

const noPlaceholders = { replaced: 0, kept: 0, env: [], vars: [], unset: [] };

/** A name with a variable that has no value is shown as its file declares it. */
function shownNames({ source, standIns }: ImportRequest): (name: string) => string {
  const written = new Map(
    source.connectors.flatMap(({ name, writtenName }) =>
      writtenName?.some((part) => part.kind === 'variable' && standIns?.has(part.name))
        ? [[name, writtenForm(writtenName)] as const]
        : [],
    ),
  );
  return (name) => written.get(name) ?? name;
}

function viewConnector(
  { name, outcome, file, keys, problems, source }: ConnectorOutcome,
  scrub: Scrub,
): ImportedConnectorView {
  return {
    name,
    outcome,
    file: file ?? null,
    keys,
    reason: problems.length === 0 ? null : problems.map((one) => reasonOf(name, one, scrub)).join('; '),
    place: source ? { file: source.file, line: source.line, column: source.column } : null,
  };
}

/** The message of a problem without its beginning, which repeats the outcome and the name. */
function reasonOf(name: string, problem: Diagnostic, scrub: Scrub): string {
  const { message } = describeDiagnostic(problem, scrub);
  const beginnings = [
    `skipped "${name}": `,
    `the connector file of "${name}" is not updated: `,
    'skipped a connector of standard input: ',
    'skipped what looks like a connector: ',
  ];
  const beginning = beginnings.find((one) => message.startsWith(one)) ?? '';
  return message.slice(beginning.length);
}

function viewNotRead({ source: { file, line }, url, body, reason }: NotRead, scrub: Scrub): NotReadView {
  return {
    file,
    line,
    url: url === undefined ? null : scrub(withoutUser(url)),
    body: body === undefined ? null : scrub(body),
    reason: scrub(reason),
  };
}

/** A URL as a script writes it may contain variables, so it cannot be parsed. */
function withoutUser(url: string): string {
  const [, start = '', authority = '', rest = ''] = /^([^/?#]*\/\/)?([^/?#]*)(.*)$/s.exec(url) ?? [];
  return start + authority.slice(authority.lastIndexOf('@') + 1) + rest;
}
