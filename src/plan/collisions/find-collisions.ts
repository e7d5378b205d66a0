import { type Config, compareText } from '../../model/config.ts';
import type { PresentConnector } from '../../model/desired-connector.ts';
import { type PluginClasses, wellKnownClasses } from '../../model/plugin-classes.ts';
import type { PartValue } from './part.ts';
import type { CollisionRule } from './rule.ts';
import { collisionRules } from './rules.ts';

/** A connector that may use the same resource as another one of its cluster. */
export interface Contender {
  readonly name: string;
  readonly config: Config;
  /** Where a file declares it; undefined: it is only live. */
  readonly declared: Pick<PresentConnector, 'source' | 'origins' | 'secretKeys'> | undefined;
}

/** Connectors that use one resource: two or more, sorted by name. */
export interface Collision {
  readonly rule: CollisionRule;
  readonly contenders: readonly Contender[];
  /** For each part of the identity, the values that they have in common. */
  readonly shared: readonly (readonly string[])[];
}

/**
 * Finds connectors that use the same resource, in the order of the rules and of the names. Those that share several
 * resources of a rule, such as several topics, collide once. It takes time in proportion to the connectors and their
 * values: they are grouped by what must be equal, not compared in pairs.
 */
export function findCollisions(
  contenders: readonly Contender[],
  classes: PluginClasses = wellKnownClasses,
): Collision[] {
  const sorted = [...contenders].sort((one, other) => compareText(one.name, other.name));
  const byRule = new Map<CollisionRule, Contender[]>(collisionRules.map((rule) => [rule, []]));
  for (const contender of sorted) {
    for (const rule of rulesFor(contender, classes)) byRule.get(rule)?.push(contender);
  }
  return [...byRule].flatMap(([rule, concerned]) =>
    canCollide(rule, concerned) ? collideBy(rule, concerned) : [],
  );
}

/** By connector class. */
const rulesByClass: ReadonlyMap<string, readonly CollisionRule[]> = groupByClass();

const rulesOfSinks = collisionRules.filter(({ classes }) => classes === 'sinks');

function rulesFor({ config }: Contender, classes: PluginClasses): readonly CollisionRule[] {
  const written = config.get('connector.class')?.trim() ?? '';
  const className = classes.resolve(written) ?? wellKnownClasses.resolve(written) ?? written;
  const rules = rulesByClass.get(className) ?? [];
  return isSink(className, config) ? [...rules, ...rulesOfSinks] : rules;
}

/** Only sinks are required to have topics, but sources such as MirrorMaker have a key of this name too. */
function isSink(className: string, config: Config): boolean {
  if (!config.has('topics') && !config.has('topics.regex')) return false;
  const simpleName = className.slice(className.lastIndexOf('.') + 1);
  return /sink/i.test(simpleName) || !/source|mirror/i.test(simpleName);
}

function canCollide({ setBy }: CollisionRule, concerned: readonly Contender[]): boolean {
  return concerned.length > 1 && (setBy === undefined || concerned.some(({ config }) => config.has(setBy)));
}

/** Members of one group, by what must be equal. */
interface Group {
  readonly contenders: Contender[];
  readonly values: readonly PartValue[];
}

function collideBy(rule: CollisionRule, contenders: readonly Contender[]): Collision[] {
  const groups = new Map<string, Group>();
  for (const contender of contenders) {
    for (const values of identitiesOf(rule, contender)) {
      const identity = JSON.stringify(values.map(({ equal }) => equal));
      const group = groups.get(identity);
      if (group) group.contenders.push(contender);
      else groups.set(identity, { contenders: [contender], values });
    }
  }
  return mergeGroups(
    rule,
    [...groups.values()].filter((group) => group.contenders.length > 1),
  );
}

/** The combinations of the values of all parts: nearly always one, and one for each topic of a sink. */
function identitiesOf({ identity }: CollisionRule, { name, config }: Contender): readonly PartValue[][] {
  let combinations: PartValue[][] = [[]];
  for (const part of identity) {
    const values = part.read(config, name);
    combinations = combinations.flatMap((before) => values.map((value) => [...before, value]));
    if (combinations.length === 0) break;
  }
  return combinations;
}

/** One collision for each set of connectors, with all that they share. */
function mergeGroups(rule: CollisionRule, groups: readonly Group[]): Collision[] {
  const merged = new Map<
    string,
    { readonly contenders: readonly Contender[]; readonly shared: Set<string>[] }
  >();
  for (const { contenders, values } of groups) {
    const names = JSON.stringify(contenders.map(({ name }) => name));
    const known = merged.get(names) ?? { contenders, shared: rule.identity.map(() => new Set<string>()) };
    for (const [index, { shown }] of values.entries()) known.shared[index]?.add(shown);
    merged.set(names, known);
  }
  return [...merged]
    .sort(([one], [other]) => compareText(one, other))
    .map(([, { contenders, shared }]) => ({
      rule,
      contenders,
      shared: shared.map((values) => [...values].sort()),
    }));
}

function groupByClass(): ReadonlyMap<string, readonly CollisionRule[]> {
  const rules = new Map<string, CollisionRule[]>();
  for (const rule of collisionRules) {
    if (rule.classes === 'sinks') continue;
    for (const className of rule.classes) rules.set(className, [...(rules.get(className) ?? []), rule]);
  }
  return rules;
}
