import { afterAll, beforeAll, describe } from 'vitest';
import { describeDebeziumMySql } from './effects/debezium-mysql.ts';
import { describeDebeziumPostgres } from './effects/debezium-postgres.ts';
import { describeExactlyOnce } from './effects/exactly-once.ts';
import { describeFileSink } from './effects/file-sink.ts';
import { describeFileSource } from './effects/file-source.ts';
import { describeJdbcSink } from './effects/jdbc-sink.ts';
import { describeMirrorMaker } from './effects/mirror-maker.ts';
import { type Labs, missingForLabs, startLabs } from './effects/start-labs.ts';
import { stopEverything } from './real-workers.ts';

const missing = await missingForLabs();
if (missing) console.warn(`the effects of keys are not shown on real workers: ${missing}`);

/** The table of src/plan/key-effects names these tests as sources: their titles are part of it. */
describe.skipIf(missing)('the effects of changed keys on real workers', () => {
  let labs: Labs | undefined;
  const of =
    <Part extends keyof Labs>(part: Part) =>
    (): Labs[Part] => {
      if (!labs) throw new Error('the workers have not started');
      return labs[part];
    };
  const lab = of('lab');

  beforeAll(async () => {
    labs = await startLabs();
  });

  afterAll(() => labs?.close() ?? stopEverything());

  // Workers and databases mostly wait: side by side, the groups take half of the time.
  const group = (title: string, tests: () => void) =>
    describe.concurrent(title, () => {
      describe.sequential('one after the other', tests);
    });

  group('a file source', () => describeFileSource(lab));
  group('a file sink', () => describeFileSink(lab));
  group('MirrorMaker', () => describeMirrorMaker(lab));
  group('Debezium for MySQL', () => describeDebeziumMySql(lab, of('mariaDb')));
  group('Debezium for PostgreSQL', () => describeDebeziumPostgres(lab, of('postgres')));
  group('the JDBC sink', () => describeJdbcSink(of('jdbc'), of('postgres')));
  group('sources that run exactly once', () => describeExactlyOnce(lab, of('exactlyOnce')));
});
