import type { UpdateChange } from '../../model/change.ts';
import { namesOfClass, type PluginClasses, wellKnownClasses } from '../../model/plugin-classes.ts';
import { unreachable } from '../../model/unreachable.ts';
import type { Condition, EffectRow } from './effect-row.ts';

/** The value of a key before and after a change; undefined where the key does not exist. */
export interface KeyChange {
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * How the key of a row changes; undefined if it does not. Where earlier releases of the plugin have other names for it,
 * the newest one counts on each side: a key that is renamed and keeps its value does not change.
 */
export function keyChangeOf(key: string, change: UpdateChange, row: EffectRow): KeyChange | undefined {
  if (!row.formerly) {
    const field = change.fields.find((each) => each.key === key);
    return field && { before: field.before ?? undefined, after: field.after };
  }
  const names = [...row.keys, ...row.formerly];
  const [before, after] = [change.live.config, change.target].map((config) =>
    names.map((name) => config.get(name)).find((value) => value !== undefined),
  );
  return before === after ? undefined : { before, after };
}

/** What conditions depend on, beside the values. */
export interface ConditionContext {
  readonly change: UpdateChange;
  readonly classes: PluginClasses | undefined;
}

/** Whether a change of a key has the effect of its row. */
export function holds(
  condition: Condition,
  { before, after }: KeyChange,
  context: ConditionContext,
): boolean {
  if (typeof condition === 'object') {
    return 'to' in condition
      ? after !== undefined && condition.to.includes(after.trim().toLowerCase())
      : covers(condition, { before, after });
  }
  switch (condition) {
    case 'set':
      return after !== undefined;
    case 'removed':
      return after === undefined;
    case 'below-running-tasks':
      return Number(after ?? '1') < context.change.live.taskIds.length;
    case 'same-plugin':
      return (context.classes ?? wellKnownClasses).isSame(before, after);
    case 'other-plugin':
      return !(context.classes ?? wellKnownClasses).isSame(before, after);
    case 'other-class':
      return !isSameClass(before, after);
    default:
      return unreachable(condition);
  }
}

/** Converters and transformations may be named as connectors: in full, or by an alias. */
function isSameClass(before: string | undefined, after: string | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  const [, simple, pruned] = namesOfClass(after);
  return [after, simple, pruned].includes(before) || namesOfClass(before).includes(after);
}

type ListCondition = Extract<Condition, { list: unknown }>;

function covers(condition: ListCondition, { before, after }: KeyChange): boolean {
  const [elementsBefore, elementsAfter] = [elementsOf(before), elementsOf(after)];
  const added = hasOther(elementsAfter, elementsBefore);
  const removed = hasOther(elementsBefore, elementsAfter);
  if (condition.list === 'exclude') return condition.covers === 'more' ? removed : added;
  // Without the list, everything is included.
  if (before === undefined) return condition.covers === 'less';
  if (after === undefined) return condition.covers === 'more';
  return condition.covers === 'more' ? added : removed;
}

function elementsOf(list = ''): readonly string[] {
  return list
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '');
}

function hasOther(elements: readonly string[], others: readonly string[]): boolean {
  return elements.some((element) => !others.includes(element));
}
