import type { ChangeView } from '../../model/plan-view.ts';
import { codeSpan, inertSentence } from './inert-text.ts';

/** The effects that several changes have in common, which are shown once; none for a single change. */
export function sharedEffects(changes: readonly ChangeView[]): ReadonlySet<string> {
  const [first, ...others] = changes;
  if (!first || others.length === 0) return new Set();
  return new Set(first.effects.filter((effect) => others.every(({ effects }) => effects.includes(effect))));
}

/** The change without effects that are shown once for all. */
export function withoutEffects(change: ChangeView, shared: ReadonlySet<string>): ChangeView {
  return { ...change, effects: change.effects.filter((effect) => !shared.has(effect)) };
}

/** The sentence about what all have in common: `Each of them: restarts the connector.`; empty without any. */
export function sharedSentence(shared: ReadonlySet<string>): string {
  return shared.size === 0 ? '' : `Each of them: ${inertSentence([...shared].join('; '), codeSpan)}.\n\n`;
}
