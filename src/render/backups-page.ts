import { count, grouped } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { BackupRunView, BackupsView } from '../operations/list-backups.ts';
import { type Colors, colorsFor } from './colors.ts';
import { type NextCommands, nextCommand } from './next-command.ts';

/** The backups of a project, the newest run first: what each contains, and the command that restores it. */
export function renderBackupsPage(
  view: BackupsView,
  options: { readonly color: boolean; readonly next: NextCommands },
): string {
  const folder = toPrintableLine(view.folder);
  if (view.total === 0)
    return `No backups in ${folder}. An apply takes them before it changes or deletes connectors.\n`;
  const blocks = view.runs.map((run) => `${runLines(run, options).join('\n')}\n`);
  const older = view.total - view.runs.length;
  const rest = older > 0 ? `\n${count(older, 'older run')} in ${folder} (-f json lists all)\n` : '';
  return `${blocks.join('\n')}${rest}`;
}

const namesAtMost = 8;

function runLines(
  run: BackupRunView,
  { color, next }: { readonly color: boolean; readonly next: NextCommands },
): readonly string[] {
  const colors = colorsFor({ color });
  const { folder, takenAt, cluster, connectors, unusable } = run;
  const time =
    takenAt === null
      ? 'at an unknown time'
      : toPrintableLine(takenAt.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\S*$/, '$1 $2 UTC'));
  const of = cluster === null ? '' : `  ${toPrintableLine(cluster)}`;
  const restore = nextCommand({ words: ['restore'], names: [folder] }, cluster ?? 'CLUSTER', next);
  return [
    `${colors.bold(time)}${of}  ${count(connectors.length, 'connector')}`,
    ...contentLines(run),
    ...unusableLines(unusable, colors),
    ...(connectors.length > 0 && unusable.length === 0 ? [`  ${restore}`] : []),
  ];
}

function contentLines({ connectors }: BackupRunView): readonly string[] {
  const kinds = [
    ['update', 'before an update'],
    ['delete', 'before the deletion'],
  ] as const;
  return kinds.flatMap(([before, words]) => {
    const names = connectors.filter((one) => one.before === before).map(({ name }) => toPrintableLine(name));
    if (names.length === 0) return [];
    const more = names.length - namesAtMost;
    const list = [...names.slice(0, namesAtMost), ...(more > 0 ? [`and ${grouped(more)} more`] : [])];
    return [`  ${words}: ${list.join(', ')}`];
  });
}

function unusableLines(unusable: BackupRunView['unusable'], colors: Colors): readonly string[] {
  return unusable.map(({ file, problem }) =>
    colors.yellow(`  cannot be restored: ${toPrintableLine(file)}: ${toPrintableLine(problem)}`),
  );
}
