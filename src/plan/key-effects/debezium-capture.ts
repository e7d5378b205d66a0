import { debeziumSources } from './debezium.ts';
import type { EffectRow } from './effect-row.ts';

const page = (connector: string) =>
  `https://debezium.io/documentation/reference/stable/connectors/${connector}.html`;

const noSnapshot = 'existing rows of what is added are not read, unless a signal requests a snapshot';
const missed = 'changes of what is left out are not captured, and stay missing';

const capture = { plugins: debeziumSources, type: 'source' } as const;
const tables: EffectRow['source'] = {
  documentation: `${page('mysql')}#mysql-property-table-include-list`,
  experiment: 'table.include.list of Debezium: existing rows of an added table are not read',
};
const databases: EffectRow['source'] = {
  documentation: `${page('mysql')}#mysql-property-database-include-list`,
};
const schemas: EffectRow['source'] = {
  documentation: `${page('postgresql')}#postgresql-property-schema-include-list`,
};
const collections: EffectRow['source'] = {
  documentation: page('mongodb'),
};

/** Filters of databases, schemas, tables and collections, which earlier releases call whitelists and blacklists. */
export const debeziumCaptureRows: readonly EffectRow[] = [
  ...filterRows('table', tables),
  ...filterRows('database', databases),
  ...filterRows('schema', schemas),
  ...filterRows('collection', collections),
  {
    plugins: debeziumSources,
    keys: ['snapshot.include.collection.list', 'snapshot.select.statement.overrides'],
    effect: 'no-effect',
    sentence: 'counts only for the next snapshot',
    source: { documentation: `${page('mysql')}#mysql-property-snapshot-include-collection-list` },
  },
];

function filterRows(what: string, source: EffectRow['source']): EffectRow[] {
  const include = { keys: [`${what}.include.list`], formerly: [`${what}.whitelist`] };
  const exclude = { keys: [`${what}.exclude.list`], formerly: [`${what}.blacklist`] };
  const more = { effect: 'no-snapshot', sentence: noSnapshot, source } as const;
  const less = { effect: 'records-missed', sentence: missed, source } as const;
  return [
    { ...capture, ...include, when: { list: 'include', covers: 'more' }, ...more },
    { ...capture, ...include, when: { list: 'include', covers: 'less' }, ...less },
    { ...capture, ...exclude, when: { list: 'exclude', covers: 'more' }, ...more },
    { ...capture, ...exclude, when: { list: 'exclude', covers: 'less' }, ...less },
  ];
}
