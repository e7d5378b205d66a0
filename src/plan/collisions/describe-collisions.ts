import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { someOf } from '../../model/diagnostics/list-of.ts';
import type { PluginClasses } from '../../model/plugin-classes.ts';
import { formatSource, plainSource, type Source } from '../../model/source.ts';
import { type Collision, type Contender, findCollisions } from './find-collisions.ts';
import type { Part } from './part.ts';
import type { CollisionRule } from './rule.ts';

/** Which collisions to report. */
export interface CollisionScope {
  /** The connector classes of the worker, where they were read. */
  readonly classes?: PluginClasses | undefined;
  /** Only collisions of one of these connectors; default: of any that a file declares. */
  readonly isSelected?: (name: string) => boolean;
}

/**
 * One warning for each resource that several connectors use, if a file declares one of them. It is at the last one by
 * name that a file declares and that is selected; the places of the others are related.
 */
export function describeCollisions(
  contenders: readonly Contender[],
  { classes, isSelected = () => true }: CollisionScope = {},
): Diagnostic[] {
  return findCollisions(contenders, classes).flatMap((collision) => {
    const reported = collision.contenders.filter(({ declared, name }) => declared && isSelected(name)).at(-1);
    return reported ? [describe(collision, reported)] : [];
  });
}

/** In a report, a long list of places helps no more than its beginning. */
const mostPlaces = 10;

function describe(collision: Collision, reported: Contender): Diagnostic {
  const { rule } = collision;
  const others = collision.contenders.filter((contender) => contender !== reported);
  const { others: declared, undeclared } = namesOf(others);
  return diagnose(
    'connector-collision',
    {
      rule: rule.id,
      name: reported.name,
      others: declared,
      undeclared,
      // The name makes it scrubbed: it quotes values of live connectors.
      workerMessage: sentenceOf(collision),
      consequence: rule.consequence,
      remedy: rule.remedy,
    },
    placesOf(collision, reported, others),
  );
}

function namesOf(others: readonly Contender[]) {
  const names = (some: readonly Contender[]) => some.map(({ name }) => name);
  return {
    others: names(others.filter(({ declared }) => declared)),
    undeclared: names(others.filter(({ declared }) => !declared)),
  };
}

/** Of a value that two connectors inherit, the line is shown once. */
function placesOf(
  { rule, ...collision }: Collision,
  reported: Contender,
  others: readonly Contender[],
): { readonly source: Source | undefined; readonly related: Diagnostic['related'] } {
  const isHidden = rule.identity.some((part) => isSecret(collision, part));
  const shown = (place: Source) => (isHidden ? withoutText(place) : place);
  const source = placeIn(rule, reported);
  const related = others
    .flatMap(({ name, declared }) => (declared ? [{ name, declared }] : []))
    .slice(0, mostPlaces)
    .map(({ name, declared }) => {
      const place = placeIn(rule, { declared });
      const isShared = place && source && formatSource(place) === formatSource(source);
      return { label: `"${name}" too`, source: shown(isShared || !place ? declared.source : place) };
    });
  return { source: source && shown(source), related };
}

/** Where the value that they share is secret, the line is not shown. */
function withoutText(place: Source): Source {
  const { excerpt: _, ...rest } = plainSource(place);
  return rest;
}

function placeIn({ at }: CollisionRule, { declared }: Pick<Contender, 'declared'>): Source | undefined {
  const key = [...at, 'connector.class'].find((one) => declared?.origins.has(one));
  return (key === undefined ? undefined : declared?.origins.get(key)?.source) ?? declared?.source;
}

function sentenceOf(collision: Collision): string {
  const { rule, shared } = collision;
  return rule.uses.replaceAll(/("?)\{([\w.]+)\}("?)/g, (_, before: string, label: string, after: string) => {
    const index = rule.identity.findIndex((part) => part.label === label);
    const [part, values = []] = [rule.identity[index], shared[index]];
    if (!part || isSecret(collision, part)) return secretMask;
    return part.noun === undefined
      ? `${before}${values.join(', ')}${after}`
      : listOfValues(part.noun, values);
  });
}

/** `the topics "a" and "b"`. */
function listOfValues(noun: string, values: readonly string[]): string {
  if (values.length === 1 && /^\.?\*$/.test(values[0] ?? '')) return `every ${noun}`;
  return `the ${noun}${values.length === 1 ? '' : 's'} ${someOf(values)}`;
}

/** A value that one of them takes from the environment is secret in all of them. */
function isSecret({ contenders }: Pick<Collision, 'contenders'>, { keys }: Part): boolean {
  return contenders.some(({ declared }) => keys.some((key) => declared?.secretKeys.has(key)));
}

const secretMask = '(sensitive)';
