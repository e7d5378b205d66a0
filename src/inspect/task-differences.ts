import { compareText } from '../model/config.ts';
import type { LiveConnector } from '../model/live-connector.ts';
import { findSecrets } from '../model/redaction/find-secrets.ts';
import { isOnlyReferences } from '../model/redaction/provider-reference.ts';
import type { Redactor } from '../model/redaction/redactor.ts';
import { saysSecret } from '../model/redaction/secret-key-name.ts';
import type { TaskConfig } from '../model/worker-details.ts';

/** A config key in which tasks differ. */
export interface TaskDifferenceView {
  readonly key: string;
  readonly values: readonly {
    readonly task: number;
    /** null: the task lacks the key. If `hidden`, a mask; equal values of a key have equal masks. */
    readonly value: string | null;
    readonly hidden: boolean;
  }[];
}

/**
 * The keys in which the configs of a connector's tasks differ, sorted. A plugin derives them from resolved values and
 * may store a secret in plain text under a key of its own (Connect REST contract 13). So a value is shown only if it
 * cannot be a secret: a small number, a boolean, or what the config of the connector shows too, element by element.
 */
export function viewTaskDifferences(
  tasks: readonly TaskConfig[],
  live: Pick<LiveConnector, 'name' | 'config'>,
  redactor: Redactor,
): readonly TaskDifferenceView[] {
  const open = openTexts(live, redactor);
  const keys = new Set(tasks.flatMap(({ config }) => [...config.keys()]));
  const differing = [...keys].filter((key) => new Set(tasks.map(({ config }) => config.get(key))).size > 1);
  return differing.sort(compareText).map((key) => {
    const masks = new Map<string, string>();
    const show = (text: string | undefined) => {
      if (text === undefined) return { value: null, hidden: false };
      const isOpen = !redactor.value(live.name, key, text).sensitive && isHarmless(key, text, open);
      if (isOpen) return { value: text, hidden: false };
      const mask = masks.get(text) ?? `(hidden #${masks.size + 1})`;
      masks.set(text, mask);
      return { value: mask, hidden: true };
    };
    return { key, values: tasks.map(({ id, config }) => ({ task: id, ...show(config.get(key)) })) };
  });
}

/** The values that the config of the connector shows, and their elements; provider references resolve to secrets. */
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
