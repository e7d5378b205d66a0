import { readText } from '../../files/read-file.ts';
import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { wellKnownClasses } from '../../model/plugin-classes.ts';
import type { DesiredConnectors } from '../desired-before.ts';
import { type FoundConnectorConfig, literalOf } from '../formats/found-connector.ts';
import { addDefaults, type NewDefault } from '../formats/write/edit-project.ts';
import type { PrintedValue } from '../formats/write/print-entry.ts';
import { type ClassDefaults, findSharedDefaults } from '../formats/write/shared-defaults.ts';
import type { PlannedDefaults, PlannedFile } from '../import-plan.ts';
import type { ImportRequest } from '../import-request.ts';
import { projectFileOf } from '../placeholders/declare-vars.ts';
import { isRunningShared } from './state-default.ts';

/** The keys that are moved into defaults, and the edited project file. */
export interface SplitDefaults {
  readonly file: PlannedFile | undefined;
  readonly defaults: readonly PlannedDefaults[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Own {
  readonly connector: FoundConnectorConfig;
  readonly config: ReadonlyMap<string, PrintedValue>;
}

/**
 * Moves what new connectors share into defaults: their state, if `isRunningShared`, and with `--split-defaults` the keys
 * of a class, unless other connectors are of that class too. If the project file cannot be edited, each file declares them.
 */
export async function splitDefaults(
  request: ImportRequest,
  before: DesiredConnectors,
  own: readonly Own[],
): Promise<SplitDefaults> {
  const shared = request.defaults === 'left' ? [] : sharedByClass(own);
  const others = new Set([...before.present.values()].map(({ config }) => config.get('connector.class')));
  const rejections = new Map(shared.flatMap((one) => reasonAgainst(one, others)));
  const free = shared.filter(({ className }) => !rejections.has(className));
  const rejected = [...rejections].map(([className, reason]) =>
    diagnose('import-not-split', { className, reason }),
  );
  const state = isRunningShared(request, before, own) ? [{ state: 'running' as const }] : [];
  const added = [...state, ...free];
  if (added.length === 0) return { file: undefined, defaults: [], diagnostics: rejected };
  const { file, rejection } = await editProject(request, added);
  if (!file) {
    const all = free.map(({ className }) =>
      diagnose('import-not-split', { className, reason: rejection ?? '' }),
    );
    return { file: undefined, defaults: [], diagnostics: [...rejected, ...all] };
  }
  const keysOf = ({ className, config, connectors }: ClassDefaults) => {
    return { className, keys: [...config.keys()].sort(), connectors };
  };
  const running = request.source.connectors.filter((one) => one.state === 'running').length;
  const ofAll = state.map(() => ({ className: '*', keys: ['state'], connectors: running }));
  return { file, defaults: [...ofAll, ...free.map(keysOf)], diagnostics: rejected };
}

function sharedByClass(own: readonly Own[]): readonly ClassDefaults[] {
  return findSharedDefaults(
    own.map(({ connector, config }) => ({
      name: connector.name,
      className: classOf(connector),
      config,
      comments: connector.comments,
    })),
  );
}

function classOf({ config }: FoundConnectorConfig): string {
  const value = config.get('connector.class');
  return (value && literalOf(value)) ?? '';
}

function reasonAgainst(
  { className }: ClassDefaults,
  others: ReadonlySet<string | undefined>,
): [string, string][] {
  if ([...others].some((other) => wellKnownClasses.isSame(other, className)))
    return [[className, 'connectors of this class already have files']];
  return /^[\w.$-]+$/.test(className) ? [] : [[className, 'its name cannot be used as a pattern']];
}

async function editProject(
  { project: loaded, source, directory, projectFile }: ImportRequest,
  shared: readonly NewDefault[],
): Promise<{ file?: PlannedFile; rejection?: string }> {
  const { project, clusters } = loaded.files;
  const { absolute, file } = projectFileOf(loaded.files, directory);
  if (file.toLowerCase().endsWith('.json')) return { rejection: 'the project file is JSON' };
  const isThere = projectFile === undefined && project.file !== undefined;
  const before = projectFile?.text ?? (isThere ? await readText(absolute) : undefined);
  const edited = addDefaults(before, shared, clusters.size > 1 ? source.cluster : undefined);
  if (edited.kind === 'rejected') return { rejection: edited.reason };
  const action = projectFile?.action ?? (before === undefined ? 'create' : 'update');
  return {
    file: { absolute, file, kind: 'project', action, text: edited.text },
  };
}
