import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { ProfileDocument } from './layer-document.ts';
import type { PlainText } from './template.ts';

/**
 * The profiles that `extends` refers to, directly and indirectly, lowest precedence first: each one once, after the
 * profiles that it extends. Unknown profiles and cycles are omitted; `checkProfiles` reports them. Iterative, because
 * chains may be long.
 */
export function profileChain(
  names: readonly PlainText[],
  profiles: ReadonlyMap<string, ProfileDocument>,
): readonly ProfileDocument[] {
  const chain = new Set<ProfileDocument>();
  const entered = new Set<ProfileDocument>();
  const waiting = namedBy(names, profiles).reverse();
  for (let profile = waiting.at(-1); profile; profile = waiting.at(-1)) {
    const above = entered.has(profile) ? [] : namedBy(profile.extends, profiles);
    entered.add(profile);
    const unmet = above.filter((one) => !entered.has(one)).reverse();
    if (unmet.length > 0) {
      waiting.push(...unmet);
      continue;
    }
    chain.add(profile);
    waiting.pop();
  }
  return [...chain];
}

/** Finds references to unknown profiles, and profile cycles. */
export function checkProfiles(profiles: ReadonlyMap<string, ProfileDocument>): readonly Diagnostic[] {
  const unknown = [...profiles.values()].flatMap((profile) => checkExtends(profile.extends, profiles));
  return [...unknown, ...findCycles(profiles)];
}

/** Finds entries of `extends` that refer to unknown profiles. */
export function checkExtends(
  names: readonly PlainText[],
  profiles: ReadonlyMap<string, ProfileDocument>,
): readonly Diagnostic[] {
  const known = [...profiles.keys()];
  return names
    .filter(({ text }) => !profiles.has(text))
    .map(({ text: profile, source }) =>
      diagnose('unknown-profile', { profile, known, suggestion: nearestName(profile, known) }, { source }),
    );
}

function namedBy(
  names: readonly PlainText[],
  profiles: ReadonlyMap<string, ProfileDocument>,
): ProfileDocument[] {
  return names.flatMap(({ text }) => profiles.get(text) ?? []);
}

/** One step of the depth-first search: a profile and the entries that are still to visit. */
interface Step {
  readonly profile: ProfileDocument;
  readonly left: PlainText[];
}

/** Depth-first search: an entry that refers to a profile on the current path closes a cycle. */
function findCycles(profiles: ReadonlyMap<string, ProfileDocument>): Diagnostic[] {
  const [cycles, done]: [Diagnostic[], Set<ProfileDocument>] = [[], new Set()];
  for (const start of profiles.values()) {
    const way: Step[] = [];
    const onTheWay = new Set<ProfileDocument>();
    const enter = (profile: ProfileDocument) => {
      way.push({ profile, left: [...profile.extends] });
      onTheWay.add(profile);
    };
    if (!done.has(start)) enter(start);
    for (let here = way.at(-1); here; here = way.at(-1)) {
      const entry = here.left.shift();
      const next = entry && profiles.get(entry.text);
      if (!entry) {
        done.add(here.profile);
        onTheWay.delete(here.profile);
        way.pop();
      } else if (next && onTheWay.has(next)) cycles.push(cycleProblem(way, next, entry));
      else if (next && !done.has(next)) enter(next);
    }
  }
  return cycles;
}

function cycleProblem(way: readonly Step[], back: ProfileDocument, { source }: PlainText): Diagnostic {
  const begin = way.findIndex(({ profile }) => profile === back);
  const names = way.slice(begin).map(({ profile }) => profile.name);
  return diagnose('profile-cycle', { names }, { source });
}
