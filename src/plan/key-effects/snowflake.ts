import type { EffectRow } from './effect-row.ts';

const plugins = ['com.snowflake.kafka.connector.SnowflakeSinkConnector'];
const install = { documentation: 'https://docs.snowflake.com/en/user-guide/kafka-connector-install' };
const streaming = {
  documentation: 'https://docs.snowflake.com/user-guide/data-load-snowpipe-streaming-kafka',
};

/** The Snowflake sink. */
export const snowflakeRows: readonly EffectRow[] = [
  {
    plugins,
    keys: ['snowflake.topic2table.map'],
    effect: 'target-renamed',
    sentence: 'later records go to other tables; those before stay',
    source: install,
  },
  {
    plugins,
    keys: ['snowflake.database.name', 'snowflake.schema.name', 'snowflake.url.name'],
    effect: 'target-renamed',
    sentence: 'later records go to tables in another place; earlier ones are not written again',
    source: install,
  },
  {
    plugins,
    keys: ['snowflake.ingestion.method'],
    effect: 'replay',
    sentence: 'each method keeps its own record of what is loaded: records may be loaded twice',
    source: streaming,
  },
  {
    plugins,
    keys: ['snowflake.enable.schematization', 'snowflake.metadata.*'],
    effect: 'other-format',
    sentence: 'later rows have other columns than those before',
    source: install,
  },
  {
    plugins,
    keys: ['behavior.on.null.values'],
    effect: 'records-missed',
    sentence: 'records without a value are skipped or loaded, unlike before',
    source: install,
  },
  {
    plugins,
    keys: ['snowflake.role.name'],
    effect: 'no-effect',
    sentence: 'another role needs the rights on tables, stages and pipes that exist',
    source: install,
  },
];
