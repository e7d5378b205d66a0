import { compareText } from '../config.ts';
import type { LiveConnector } from '../live-connector.ts';
import type { TaskDifference } from '../tasks-view.ts';
import type { TaskConfig } from '../worker-details.ts';
import { findSecrets } from './find-secrets.ts';
import { isOnlyReferences } from './provider-reference.ts';
import type { Redactor } from './redactor.ts';
import { saysSecret } from './secret-key-name.ts';

/**
 * The keys in which the configurations of a connector's tasks differ, sorted. A plugin makes these configurations of
 * resolved values and may put a secret under a name of its own, in clear (Connect REST contract 13): so a value is
 * shown only where nothing in it can be one, which is a small number, a switch, or what the connector's own
 * configuration shows too, element by element. All others have marks: equal values of a key equal ones.
 */
export function viewTaskDifferences(
  tasks: readonly TaskConfig[],
  live: Pick<LiveConnector, 'name' | 'config'>,
  redactor: Redactor,
): readonly TaskDifference[] {
  const open = openTexts(live, redactor);
  const keys = new Set(tasks.flatMap(({ config }) => [...config.keys()]));
  const differing = [...keys].filter((key) => new Set(tasks.map(({ config }) => config.get(key))).size > 1);
  return differing.sort(compareText).map((key) => {
    const marks = new Map<string, string>();
    const show = (text: string | undefined) => {
      if (text === undefined) return { value: null, hidden: false };
      const isOpen = !redactor.value(live.name, key, text).sensitive && isHarmless(key, text, open);
      if (isOpen) return { value: text, hidden: false };
      const mark = marks.get(text) ?? `(hidden #${marks.size + 1})`;
      marks.set(text, mark);
      return { value: mark, hidden: true };
    };
    return { key, values: tasks.map(({ id, config }) => ({ task: id, ...show(config.get(key)) })) };
  });
}

/** What the connector's configuration shows anyway, whole and in elements. Provider references stand for secrets. */
function openTexts({ name, config }: Pick<LiveConnector, 'name' | 'config'>, redactor: Redactor) {
  const shown = [...config].filter(
    ([key, text]) => !redactor.value(name, key, text).sensitive && !isOnlyReferences(text),
  );
  return new Set(shown.flatMap(([, text]) => [text, ...elementsOf(text)]));
}

function isHarmless(key: string, text: string, open: ReadonlySet<string>): boolean {
  if (saysSecret(key) || findSecrets(text).spans.length > 0) return false;
  return elementsOf(text).every((element) => plain.test(element) || open.has(element));
}

const plain = /^(?:\d{1,3}|true|false)?$/;

function elementsOf(text: string): string[] {
  return text.split(',').map((element) => element.trim());
}
