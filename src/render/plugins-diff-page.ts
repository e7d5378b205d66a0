import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { PluginDiffView, PluginsDiffView, SideView } from '../snapshots/diff-plugins.ts';
import { type Colors, colorsFor } from './colors.ts';
import { codeSpan, inertSentence } from './markdown/inert-text.ts';
import { differenceLines } from './plugin-differences.ts';
import { installedText } from './pull-page.ts';

/** The differences between two sides for people, the keys of each plugin on a line each. */
export function renderPluginsDiff(view: PluginsDiffView, options: { readonly color: boolean }): string {
  const colors = colorsFor(options);
  const { before, after, installed, plugins } = view;
  const changed = plugins.filter(({ change }) => change !== 'unchanged');
  return [
    `${sideText(before)} -> ${sideText(after)}`,
    ...section('Installed:', installed.map(installedText)),
    ...changed.flatMap((plugin) => ['', ...pluginLines(plugin, colors)]),
    '',
    summary(view),
    '',
  ].join('\n');
}

/** The same as Markdown, for a pull request. Foreign text cannot mention users or break the page. */
export function renderPluginsDiffAsMarkdown(view: PluginsDiffView): string {
  const { before, after, installed, plugins } = view;
  const changed = plugins.filter(({ change }) => change !== 'unchanged');
  return [
    `## Plugins: ${codeSpan(before.from)} to ${codeSpan(after.from)}`,
    '',
    summary(view),
    ...(installed.length > 0 ? ['', ...installed.map((one) => `- ${codeSpan(installedText(one))}`)] : []),
    ...changed.flatMap((plugin) => ['', ...pluginMarkdown(plugin)]),
    '',
  ].join('\n');
}

function sideText({ from, kafkaConnect }: SideView): string {
  return toPrintableLine(kafkaConnect === null ? from : `${from} (Kafka Connect ${kafkaConnect})`);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function pluginLines(plugin: PluginDiffView, colors: Colors): readonly string[] {
  return [
    colors.bold(toPrintableLine(headline(plugin))),
    ...differenceLines(plugin.differences, { documentation: 'shown' }).map((line) => `  ${line}`),
  ];
}

function pluginMarkdown(plugin: PluginDiffView): readonly string[] {
  return [
    `### ${codeSpan(headline(plugin))}`,
    '',
    ...differenceLines(plugin.differences, { documentation: 'shown' }).map((line) => {
      const at = line.indexOf(': ');
      return `- ${codeSpan(line.slice(0, at))}: ${inertSentence(line.slice(at + 2), codeSpan)}`;
    }),
  ];
}

function headline({ class: className, type, before, after, change }: PluginDiffView): string {
  const name =
    type === 'common' ? `common keys of ${/Sink/.test(className) ? 'sinks' : 'sources'}` : className;
  if (change === 'added') return `${name}  added${after === null ? '' : ` (${after})`}`;
  if (change === 'removed') return `${name}  removed${before === null ? '' : ` (${before})`}`;
  return before === after
    ? `${name}  ${before ?? ''}`.trim()
    : `${name}  ${before ?? '?'} -> ${after ?? '?'}`;
}

function summary({ plugins, installed }: PluginsDiffView): string {
  if (plugins.length === 0 && installed.length === 0)
    return 'Nothing to compare: no plugin is described by both.';
  const changed = plugins.filter(({ change }) => change !== 'unchanged');
  const keys = changed.flatMap(({ differences }) => [...new Set(differences.map(({ key }) => key))]);
  return changed.length === 0
    ? `No differences in the keys of ${count(plugins.length, 'plugin')}.`
    : `${count(changed.length, 'plugin')} of ${plugins.length} different: ${count(keys.length, 'key')}.`;
}
