import type { EffectKind } from '../../src/model/key-effect.ts';
import type { Condition, EffectRow, EffectSource, Releases } from '../../src/plan/key-effects/effect-row.ts';
import { effectFamilies } from '../../src/plan/key-effects/effect-rows.ts';
import { code, prose, table } from './markdown.ts';

/** What each kind of effect means. */
export const effectKinds: Readonly<Record<EffectKind, string>> = {
  'no-effect': 'nothing now, where one might expect something',
  'offsets-lost': 'the stored offsets no longer apply',
  'new-snapshot': 'existing data is read again',
  'no-snapshot': 'existing data of what is added is not read',
  'records-missed': 'records are skipped or missing',
  replay: 'records are read or written again',
  'topics-renamed': 'records go to other topics',
  'target-renamed': 'records go to another table, index, collection, file or bucket',
  'other-input': 'other topics, tables or files are read',
  'other-format': 'new records have another form than those before',
  'other-writes': 'records are written in another way',
  'other-group': 'another consumer group reads',
  'schema-history': 'the schema history is read from another place',
  'left-behind': 'something stays at the source or at the target',
  fencing: 'earlier tasks are fenced, or transactions end at other places',
  'fewer-tasks': 'fewer tasks than run now',
};

const tests = '../../test/worker/effects';

/** The page of the effects of changed keys: every row of the table of the plan, with its source. */
export function effectsPage(): string {
  return [
    '# Effects of changed keys\n',
    'Some keys do more than others when they change: offsets no longer apply, topics get other names, existing data is read again. `plan` says so for the keys in these tables, without values. In JSON, `keyEffects` of a change has the kind of each effect.\n',
    `Each row has a source: documentation of the plugin, or an experiment. Experiments are [tests](${tests}) that change the key of a real connector on a real worker and compare offsets, topics and targets before and after.\n`,
    'A key that is in no row may have effects too: those of plugins that are not listed are not known.\n',
    '## Kinds of effects\n',
    table(
      ['kind', 'meaning'],
      Object.entries(effectKinds).map(([kind, meaning]) => [code(kind), prose(meaning)]),
    ),
    ...Object.entries(effectFamilies).map(([title, rows]) => section(title, rows)),
  ].join('\n');
}

function section(title: string, rows: readonly EffectRow[]): string {
  const cells = rows.map((row) => [
    keysOf(row),
    pluginsOf(row),
    `${prose(row.sentence)}${row.losesOffsets ? ' **(offsets)**' : ''}`,
    code(row.effect),
    sourceOf(row.source),
  ]);
  return [
    `## ${title}\n`,
    ...(rows.some((row) => row.losesOffsets) ? ['**(offsets)**: the stored offsets no longer apply.\n'] : []),
    table(['key', 'plugin', 'effect', 'kind', 'source'], cells),
  ].join('\n');
}

function keysOf({ keys, formerly = [], when }: EffectRow): string {
  const former = formerly.length === 0 ? '' : ` (in earlier releases ${formerly.map(code).join(', ')})`;
  const condition = when === undefined ? '' : `, ${conditionOf(when)}`;
  return `${keys.map(code).join(', ')}${former}${condition}`;
}

function conditionOf(when: Condition): string {
  if (typeof when !== 'object') return conditions[when];
  if ('to' in when) return `to ${when.to.map(code).join(', ')}`;
  return when.covers === 'more' ? 'covering more' : 'covering less';
}

const conditions: Readonly<Record<Extract<Condition, string>, string>> = {
  set: 'added or changed',
  removed: 'removed',
  'below-running-tasks': 'below the number of tasks that run',
  'same-plugin': 'to another name of the same plugin',
  'other-plugin': 'to another plugin',
  'other-class': 'to another class',
};

function pluginsOf({ plugins, type, releases }: EffectRow): string {
  const who = plugins ? namesOf(plugins) : `any ${type ?? 'connector'}`;
  return releases ? `${who}, ${releasesOf(releases)}` : who;
}

/** Classes by their simple names, where these differ; Debezium's by their databases. */
function namesOf(plugins: readonly string[]): string {
  const databases = plugins.map((glob) => /^io\.debezium\.connector\.(\w+)\./.exec(glob)?.[1]);
  if (databases.every((name) => name !== undefined)) return `Debezium: ${databases.join(', ')}`;
  const simple = plugins.map((glob) => glob.slice(glob.lastIndexOf('.') + 1));
  return (new Set(simple).size < simple.length ? plugins : simple).map(code).join(', ');
}

function releasesOf({ of, since, before }: Releases): string {
  const from = since === undefined ? [] : [`${since} and later`];
  const until = before === undefined ? [] : [`before ${before}`];
  return `${of === 'worker' ? 'Kafka Connect ' : ''}${[...from, ...until].join(', ')}`;
}

function sourceOf({ documentation, experiment }: EffectSource): string {
  return [
    ...(experiment === undefined ? [] : ['experiment']),
    ...(documentation === undefined ? [] : [`[documentation](${documentation})`]),
  ].join(', ');
}
