import path from 'node:path';
import { displayPath } from '../desired/display-path.ts';
import { readText } from '../files/read-file.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { DesiredConnectors } from './desired-before.ts';
import { type FoundConnectorConfig, literalOf } from './formats/found-connector.ts';
import { addDefaults } from './formats/write/edit-project.ts';
import type { PrintedValue } from './formats/write/print-entry.ts';
import { type ClassDefaults, findSharedDefaults } from './formats/write/shared-defaults.ts';
import type { PlannedDefaults, PlannedFile } from './import-plan.ts';
import type { ImportRequest } from './import-request.ts';

/** What was moved into defaults, and the project file that says it. */
export interface SplitDefaults {
  readonly file: PlannedFile | undefined;
  readonly defaults: readonly PlannedDefaults[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Own {
  readonly connector: FoundConnectorConfig;
  readonly config: ReadonlyMap<string, PrintedValue>;
}

/** Moves what new connectors of a class share into defaults; a class that other connectors have too is left alone. */
export async function splitDefaults(
  request: ImportRequest,
  { present }: DesiredConnectors,
  own: readonly Own[],
): Promise<SplitDefaults> {
  if (request.defaults === 'left') return { file: undefined, defaults: [], diagnostics: [] };
  const shared = findSharedDefaults(
    own.map(({ connector, config }) => ({ name: connector.name, className: classOf(connector), config })),
  );
  const others = new Set([...present.values()].map(({ config }) => config.get('connector.class')));
  const refusals = new Map(shared.flatMap((one) => whyNot(one, others)));
  const free = shared.filter(({ className }) => !refusals.has(className));
  const told = [...refusals].map(([className, reason]) =>
    diagnose('import-not-split', { className, reason }),
  );
  if (free.length === 0) return { file: undefined, defaults: [], diagnostics: told };
  const { file, refusal } = await editProject(request, free);
  if (!file) {
    const all = free.map(({ className }) =>
      diagnose('import-not-split', { className, reason: refusal ?? '' }),
    );
    return { file: undefined, defaults: [], diagnostics: [...told, ...all] };
  }
  return {
    file,
    defaults: free.map(({ className, config, connectors }) => ({
      className,
      keys: [...config.keys()].sort(),
      connectors,
    })),
    diagnostics: told,
  };
}

function classOf({ config }: FoundConnectorConfig): string {
  const value = config.get('connector.class');
  return (value && literalOf(value)) ?? '';
}

function whyNot({ className }: ClassDefaults, others: ReadonlySet<string | undefined>): [string, string][] {
  if (others.has(className)) return [[className, 'connectors that have files already are of this class too']];
  return /^[\w.$-]+$/.test(className) ? [] : [[className, 'it cannot be written as a pattern of one class']];
}

async function editProject(
  { project: loaded, source, directory }: ImportRequest,
  shared: readonly ClassDefaults[],
): Promise<{ file?: PlannedFile; refusal?: string }> {
  const { project, clusters, base } = loaded.files;
  const absolute =
    project.file === undefined ? path.join(base, usualName) : path.resolve(directory, project.file);
  const file = displayPath(directory, absolute);
  if (file.toLowerCase().endsWith('.json')) return { refusal: 'the project file is JSON' };
  const before = project.file === undefined ? undefined : await readText(absolute);
  const edited = addDefaults(before, shared, clusters.size > 1 ? source.cluster : undefined);
  if (edited.kind === 'refused') return { refusal: edited.reason };
  const action = before === undefined ? 'create' : 'update';
  return {
    file: { absolute, file, kind: 'project', action, text: edited.text, connectors: [], keys: ['defaults'] },
  };
}

const usualName = 'connect-sync.yaml';
