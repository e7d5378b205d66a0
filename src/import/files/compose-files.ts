import type { PreviewedFiles } from '../../desired/preview-project.ts';
import type { ProjectFiles } from '../../desired/read-project.ts';
import { compareText } from '../../model/config.ts';
import type { PresentConnector } from '../../model/desired-connector.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type ConnectorOutcome, skippedOutcome } from '../account.ts';
import { type DesiredConnectors, desiredBefore } from '../desired-before.ts';
import type { FoundConnectorConfig } from '../formats/found-connector.ts';
import type { SkippedConnector } from '../formats/read/found-file.ts';
import { printConnector } from '../formats/write/print-connector.ts';
import { requestedVariables, type SecretVariable } from '../formats/write/replace-secrets.ts';
import type { ImportPlan, PlannedFile } from '../import-plan.ts';
import type { ImportRequest } from '../import-request.ts';
import { variableValues } from '../placeholders/variable-values.ts';
import { learnVariables } from '../secrets/variables.ts';
import { type EditedFiles, editFiles, isEditable } from './edit-files.ts';
import { exampleFile } from './example-file.ts';
import { type ExpectedConnector, expectedConnectors, textsOf } from './expected-connectors.ts';
import { findUpdates } from './find-updates.ts';
import { desiredState, ownComments, ownKeys } from './ownership-keys.ts';
import { type PlacedConnector, placeConnectors } from './place-connectors.ts';
import { desiredWith, previewImport } from './preview-import.ts';
import { readyConnectors } from './ready-connectors.ts';
import { splitDefaults } from './split-defaults.ts';

/** The connectors to import, and the desired state before the import. */
export interface Material {
  readonly before: DesiredConnectors;
  /** Connectors that are not declared yet, sorted by name. */
  readonly added: readonly FoundConnectorConfig[];
  /** Connectors that are declared in a file. */
  readonly known: readonly FoundConnectorConfig[];
  /** Connectors for which nothing is written, by name, with the reasons. */
  readonly blocked: ReadonlyMap<string, readonly Diagnostic[]>;
}

/** The files of an import, and what they must resolve to. */
export interface Composition extends ImportPlan {
  /** The connectors that the files must resolve to, with resolved values. */
  readonly expected: readonly ExpectedConnector[];
  /** Connectors whose files cannot be edited and which were not blocked, by name, with the reasons. */
  readonly rejected: ReadonlyMap<string, readonly Diagnostic[]>;
  /** The project with these files, and its desired state. */
  readonly after: { readonly loaded: ProjectFiles; readonly desired: DesiredConnectors };
}

/** Creates the contents of all files of an import. */
export async function composeFiles(
  request: ImportRequest,
  { before, added, known, blocked }: Material,
): Promise<Composition> {
  const { source } = request;
  const { files: loaded } = request.project;
  const accepted = added.filter(({ name }) => !blocked.has(name));
  const { placed, skipped } = await placeConnectors(request, accepted, before);
  const bare = await inheritedBy(request, placed, { environment: new Map() });
  const own = known.filter(({ name }) => !request.extended?.has(name));
  const learned = inferVariables([...placed.map(({ connector }) => connector), ...own], {
    before,
    bare,
    loaded,
  });
  const values = new Map([...(request.saved ?? []), ...learned]);
  const updates = findUpdates(request, known, await desiredWith(request, { environment: values }));
  const editable = updates.filter((update) => isEditable(update, blocked));
  // The comments of an existing file stay, and no others are added to it.
  const changed = editable.map((update) => ({ ...update.changed, comments: undefined }));
  const { replaced, ready, diagnostics } = readyConnectors(
    request,
    [...placed.map(({ connector }) => connector), ...changed],
    values,
  );
  const environment = new Map([...values, ...valuesOf(replaced.variables)]);
  const printing = { placed, ready, environment, request };
  const inherited = await inheritedBy(request, placed, { environment });
  const split = await splitDefaults(request, before, ownOf(printing, inherited));
  const projectFile = split.file ?? request.projectFile;
  const project = projectFile && { file: projectFile.file, text: projectFile.text };
  const inheriting = project ? await inheritedBy(request, placed, { environment, project }) : inherited;
  const created = printNew(printing, { inherited, inheriting });
  const edited = await editFiles(request, updates, { ready, blocked });
  const isChanged = [...created, ...edited.files].some(({ action }) => action !== 'keep');
  const files = [...created, ...edited.files, ...(projectFile && isChanged ? [projectFile] : [])];
  const after = await previewImport(request, { files, project, environment });
  const variables = [...replaced.variables, ...requestedVariables(replaced)];
  const example = await exampleFile(request, variables);
  return {
    files: [...files, ...(example ? [example] : [])].sort((one, other) => compareText(one.file, other.file)),
    variables,
    secrets: new Map([...(request.secretDefaults ?? []), ...learned, ...knownValues(replaced.variables)]),
    defaults: split.defaults,
    connectors: outcomesOf({ added, blocked }, { skipped, placed, edited }),
    diagnostics: [...split.diagnostics, ...diagnostics],
    rejected: edited.rejected,
    expected: expectedConnectors(loaded, {
      placed,
      written: edited.written,
      values: variableValues(request, environment),
    }),
    after: { loaded: after, desired: desiredBefore(after, source) },
  };
}

function knownValues(variables: readonly SecretVariable[]): readonly (readonly [string, string])[] {
  return variables.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
}

interface Results {
  readonly skipped: readonly SkippedConnector[];
  readonly placed: readonly PlacedConnector[];
  readonly edited: EditedFiles;
}

function outcomesOf(
  { added, blocked }: Pick<Material, 'added' | 'blocked'>,
  { skipped, placed, edited }: Results,
): readonly ConnectorOutcome[] {
  return [
    ...added.flatMap((one) => blockedOutcome(one, blocked)),
    ...skipped.map(skippedOutcome),
    ...placed.map(newOutcome),
    ...edited.connectors,
  ];
}

function newOutcome({ connector: { name, source }, file }: PlacedConnector): ConnectorOutcome {
  return { name, outcome: 'new', file, keys: [], problems: [], source };
}

function blockedOutcome(
  { name, source }: FoundConnectorConfig,
  blocked: Material['blocked'],
): readonly ConnectorOutcome[] {
  const problems = blocked.get(name);
  return problems ? [{ name, outcome: 'skipped', file: undefined, keys: [], problems, source }] : [];
}

/** What each new connector inherits from defaults of the project, given its class and cluster. */
async function inheritedBy(
  request: ImportRequest,
  placed: readonly PlacedConnector[],
  others: Partial<PreviewedFiles>,
): Promise<ReadonlyMap<string, PresentConnector>> {
  const stubs = placed.map(({ connector: { name, writtenName = name, config }, file, clusters }) => {
    const className = config.get('connector.class');
    const stub = new Map(className ? [['connector.class', className] as const] : []);
    return [file, printConnector({ name: writtenName, state: undefined, clusters, config: stub })] as const;
  });
  return (await desiredWith(request, { ...others, connectors: new Map(stubs) })).present;
}

/** Infers the values of variables in files that the environment does not set. */
function inferVariables(
  connectors: readonly FoundConnectorConfig[],
  {
    before,
    bare,
    loaded,
  }: { before: DesiredConnectors; bare: ReadonlyMap<string, PresentConnector>; loaded: ProjectFiles },
): ReadonlyMap<string, string> {
  const learned = new Map<string, string>();
  for (const { name, config } of connectors) {
    const desired = before.present.get(name) ?? bare.get(name);
    if (!desired) continue;
    for (const [variable, value] of learnVariables(desired, textsOf(config, new Map()))) {
      if (!loaded.environment.get(variable) && !learned.has(variable)) learned.set(variable, value);
    }
  }
  return learned;
}

/** A masked secret has a text of its own, in the files and in what they are compared with: a mask is an error in a file. */
function valuesOf(variables: readonly SecretVariable[]): readonly (readonly [string, string])[] {
  return variables.map(({ name, value }) => [name, value ?? `the value of ${name}`]);
}

interface Printing {
  readonly request: ImportRequest;
  readonly placed: readonly PlacedConnector[];
  /** Connectors without secrets, by name. */
  readonly ready: ReadonlyMap<string, FoundConnectorConfig>;
  readonly environment: ReadonlyMap<string, string>;
}

function ownOf(
  { request, placed, ready, environment }: Printing,
  inherited: ReadonlyMap<string, PresentConnector>,
) {
  const marker = request.project.files.project.ownership.marker?.key;
  const known = variableValues(request, environment);
  return placed.map((place) => {
    const connector = ready.get(place.connector.name) ?? place.connector;
    const above = inherited.get(connector.name);
    return { ...place, connector, config: ownKeys(connector, above, { environment: known, marker }), above };
  });
}

/** Prints new files; what they inherit before and after keys are moved into defaults. */
function printNew(
  printing: Printing,
  {
    inherited,
    inheriting,
  }: Readonly<Record<'inherited' | 'inheriting', ReadonlyMap<string, PresentConnector>>>,
): readonly PlannedFile[] {
  const before = ownOf(printing, inherited);
  return ownOf(printing, inheriting).map(
    ({ connector, config, above, file, absolute, needsName, clusters }, index) => ({
      absolute,
      file,
      kind: 'connector',
      action: 'create',
      text: printConnector({
        name: needsName ? (connector.writtenName ?? connector.name) : undefined,
        state: desiredState(connector, above),
        clusters,
        ignoreKeys: connector.nullKeys,
        config,
        comments: ownComments(connector, before[index]?.config ?? config, config),
      }),
    }),
  );
}
