import type { HoldView } from '../../model/controller-view.ts';
import type { NewEvent } from './new-event.ts';

/** What the mode leaves alone is reported as drift already. */
export function holdEvents(
  cluster: string,
  before: readonly HoldView[],
  after: readonly HoldView[],
): readonly NewEvent[] {
  const keyOf = ({ name, kind }: HoldView) => `${kind} ${name}`;
  const reported = (holds: readonly HoldView[]) => holds.filter(({ kind }) => kind !== 'mode');
  const [was, is] = [new Set(reported(before).map(keyOf)), new Set(reported(after).map(keyOf))];
  return [
    ...reported(after)
      .filter((hold) => !was.has(keyOf(hold)))
      .map(
        (hold): NewEvent => ({
          kind: 'connector-held',
          ...{ cluster, connector: hold.name, message: `${hold.kind}: ${hold.reason}` },
          ...(hold.keys && hold.keys.length > 0 && { keys: hold.keys }),
        }),
      ),
    ...reported(before)
      .filter((hold) => !is.has(keyOf(hold)))
      .map((hold): NewEvent => {
        return {
          kind: 'connector-released',
          cluster,
          connector: hold.name,
          message: releaseTexts[hold.kind],
        };
      }),
  ];
}

const releaseTexts: Readonly<Record<HoldView['kind'], string>> = {
  mode: 'no longer left alone by the mode',
  suspended: 'no longer suspended',
  contended: 'no longer contended',
  refused: 'no longer refused: the change is another one, or is tried again',
  'back-off': 'no longer backed off: the change is another one, or is tried again',
  'restart-budget': 'its restart is no longer delayed',
};
