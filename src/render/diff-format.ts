import { FILE_HEADERS_ONLY, formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import type { NamedDocumentView } from '../inspect/documents.ts';
import { documentAsSeen } from '../model/masked-value.ts';
import type { ChangeView, ConnectorDocument } from '../model/plan-view.ts';
import { type Colors, colorsFor } from './colors.ts';
import { toConnectorYaml } from './connector-yaml.ts';
import { clusterFolder, documentPath } from './document-files.ts';
import { clusterName, type PlanFormat } from './plan-format.ts';

/**
 * A unified diff, one file per connector: `patch -p1` applies it to the folder that `show --out DIR` wrote, which gives
 * what `show --planned --out DIR` writes.
 */
export const diffFormat: PlanFormat = {
  render: (views, options) => {
    const colors = colorsFor(options);
    return views
      .flatMap((view) =>
        view.changes.map((change) =>
          filePatch(change, views.length > 1 ? clusterFolder(clusterName(view)) : ''),
        ),
      )
      .map((patch) => paintPatch(patch, colors))
      .join('');
  },
};

/** With more differing lines the whole file is replaced, because a minimal diff would take too long. */
const longestSearch = 5000;

function filePatch(change: ChangeView, folder: string): string {
  const side = (document: ConnectorDocument | null) => document && { name: change.name, document };
  return documentPatch(side(change.before), side(documentAsSeen(change)), folder);
}

/** The unified diff from one connector as YAML to another; empty if they are equal. */
export function documentPatch(
  before: NamedDocumentView | null,
  after: NamedDocumentView | null,
  folder: string,
): string {
  const [oldText, newText] = [before ? toConnectorYaml(before) : '', after ? toConnectorYaml(after) : ''];
  if (oldText === newText) return '';
  const names = [
    before ? `a/${documentPath(before.name, folder)}` : '/dev/null',
    after ? `b/${documentPath(after.name, folder)}` : '/dev/null',
  ] as const;
  const options = { context: 3, maxEditLength: longestSearch };
  const patch =
    structuredPatch(...names, oldText, newText, undefined, undefined, options) ??
    replacement(names, oldText, newText);
  return formatPatch(patch, FILE_HEADERS_ONLY);
}

function replacement(names: readonly [string, string], oldText: string, newText: string): StructuredPatch {
  const [before, after] = [linesOf(oldText), linesOf(newText)];
  return {
    oldFileName: names[0],
    newFileName: names[1],
    oldHeader: undefined,
    newHeader: undefined,
    hunks: [
      {
        oldStart: before.length === 0 ? 0 : 1,
        oldLines: before.length,
        newStart: after.length === 0 ? 0 : 1,
        newLines: after.length,
        lines: [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)],
      },
    ],
  };
}

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}

/** A unified diff with colors. */
export function paintPatch(patch: string, colors: Colors): string {
  if (!colors.isColorSupported) return patch;
  return patch.replace(/^.+$/gm, (line) => paintLine(line, colors));
}

function paintLine(line: string, colors: Colors): string {
  if (/^(?:---|\+\+\+) /.test(line)) return colors.bold(line);
  if (line.startsWith('@@')) return colors.cyan(line);
  if (line.startsWith('-')) return colors.red(line);
  return line.startsWith('+') ? colors.green(line) : line;
}
