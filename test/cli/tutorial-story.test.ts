import { describe, it } from 'vitest';
import { tryout } from '../support/tryout.ts';
import { runTutorial } from '../support/tutorial-story.ts';

const secret = 'Sesame-Ouvre-7431';
const versions = { '2.8': '2.8.2', '3.4': '3.4.1', '3.9': '3.9.1', '4.3': '4.3.0', '4.4': '4.4.0' } as const;

describe('the tour of the Connect REST API on the sandbox', () => {
  it.each(['2.8', '3.4', '3.9', '4.3', '4.4'] as const)(
    'works for every row on Kafka Connect %s',
    async (connectVersion) => {
      const { folder, sandbox, run } = await tryout({ files: {}, connectVersion });
      sandbox.worker.failTasksAfter(
        'source-debezium-orders-00',
        0,
        `org.apache.kafka.connect.errors.ConnectException: the task failed\n\tat connectsync.test.Task.poll\n` +
          `Caused by: java.io.IOException: nobody opened to ${secret}\n\t... 3 more\n`,
      );
      await runTutorial({
        folder,
        run,
        requests: () => sandbox.requests,
        forget: () => sandbox.clearRequests(),
        passRecords: (name) => sandbox.worker.passRecords(name),
        url: sandbox.url,
        version: versions[connectVersion],
        failingSource: {
          'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
          'database.hostname': 'mysql',
          'database.user': 'debezium',
          'database.password': secret,
          'database.server.id': '42',
          'database.server.name': 'asgard',
          'database.history.kafka.bootstrap.servers': 'broker:9092',
          'database.history.kafka.topic': 'dbhistory.demo',
        },
        rootCause: /^ {2}java\.io\.IOException: nobody opened to \(sensitive\)$/,
        quotedSecret: secret,
      });
    },
  );
});
