import type { PluginKeyView, PluginPageView, PluginRowView, PluginsView } from '../inspect/plugins.ts';
import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import { type Colors, colorsFor } from './colors.ts';
import { packLines } from './pack-lines.ts';
import { alignColumns } from './table.ts';

/** The plugins of a worker as a table; the last line names the worker. */
export function renderPluginsPage(view: PluginsView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const { plugins } = view;
  const table = plugins.length === 0 ? [] : [...pluginTable(plugins, colors), ''];
  return `${[...table, `${workerLabel(view)}: ${count(plugins.length, 'plugin')}${byType(plugins)}`].join('\n')}\n`;
}

/** The layout of a page of keys. */
export interface PluginPageOptions {
  readonly color: boolean;
  /** The width of the terminal; undefined without one. */
  readonly columns: number | undefined;
}

/** The configuration keys of one plugin by group, with their documentation. */
export function renderPluginPage(view: PluginPageView, { color, columns = 120 }: PluginPageOptions): string {
  const colors = colorsFor({ color });
  const { plugin, keys } = view;
  const version = plugin.version === null ? '' : `  ${toPrintableLine(plugin.version)}`;
  const groups = [...new Set(keys.map(({ group }) => group))];
  const rows = new Map(alignColumns([headings, ...keys.map(cellsOf)]).map((line, index) => [index, line]));
  const width = Math.min(Math.max(columns, 60), 140) - 6;
  const lines = groups.flatMap((group) => [
    '',
    colors.bold(group === null ? 'Keys without a group' : toPrintableLine(group)),
    ...keys.flatMap((key, index) =>
      key.group === group ? [`  ${rows.get(index + 1) ?? ''}`, ...documentation(key, width)] : [],
    ),
  ]);
  const headline = `${colors.bold(toPrintableLine(plugin.class))}  ${toPrintableLine(plugin.type)}${version}`;
  const total = `${workerLabel(view)}: ${count(keys.length, 'key')}, ${keys.filter(({ required }) => required).length} required`;
  const others = view.otherVersions.map(toPrintableLine).join(', ');
  const more = others === '' ? [] : [`also installed: ${others}; CLASS@VERSION shows the keys of one`];
  return `${[headline, ...more, '', colors.bold(`  ${rows.get(0) ?? ''}`), ...lines, '', total].join('\n')}\n`;
}

function pluginTable(plugins: readonly PluginRowView[], colors: Colors): string[] {
  const rows = plugins.map((plugin) =>
    [plugin.type, plugin.class, plugin.version ?? ''].map(toPrintableLine),
  );
  const [head = '', ...lines] = alignColumns([['TYPE', 'CLASS', 'VERSION'], ...rows]);
  return [colors.bold(head), ...lines];
}

function byType(plugins: readonly PluginRowView[]): string {
  const types = [...new Set(plugins.map(({ type }) => type))];
  const sums = types.map((type) => `${plugins.filter((plugin) => plugin.type === type).length} ${type}`);
  return sums.length === 0 ? '' : ` (${sums.map(toPrintableLine).join(', ')})`;
}

/** Plugins are installed per worker, so the URL of the worker that answered is shown. */
function workerLabel({ cluster, url }: PluginsView | PluginPageView): string {
  return toPrintableLine(cluster === url ? url : `${cluster} (${url})`);
}

const headings = ['KEY', 'TYPE', 'IMPORTANCE', 'DEFAULT'];

function cellsOf({ name, type, importance, required, default: value }: PluginKeyView): string[] {
  const shown = value === '' ? '""' : toPrintableLine(value ?? '');
  return [
    toPrintableLine(name),
    toPrintableLine(type),
    toPrintableLine(importance),
    required ? 'required' : shown,
  ];
}

/** Made printable line by line, because wrapping can move any word to the start of a line. */
function documentation({ documentation: text }: PluginKeyView, width: number): string[] {
  const words = text.replace(/\s+/g, ' ').trim().split(' ');
  if (words.length === 1 && words[0] === '') return [];
  return packLines(words, { separator: ' ', width }).map((line) => `      ${toPrintableLine(line)}`);
}
