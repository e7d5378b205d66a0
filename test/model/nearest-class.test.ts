import { describe, expect, it } from 'vitest';
import { nearestClass } from '../../src/model/nearest-class.ts';

const mySql = 'io.debezium.connector.mysql.MySqlConnector';
const installed = [mySql, 'org.apache.kafka.connect.file.FileStreamSourceConnector'];

describe('the class nearest to a misspelt one', () => {
  it.each([
    ['io.debezium.connector.mysql.MySqlConnectro', mySql],
    ['io.debezium.mysql.MySQLConnector', mySql],
    ['MySqlConector', mySql],
    ['MySq', mySql],
    ['FileStreamSourc', installed[1]],
  ])('%s', (typed, expected) => {
    expect(nearestClass(typed, installed)).toBe(expected);
  });

  it.each([['io.debezium.connector.oracle.OracleConnector'], ['OracleConnectro'], ['org.example.Connector']])(
    'is not given for %s, which only ends alike',
    (typed) => {
      expect(nearestClass(typed, installed)).toBeUndefined();
    },
  );
});
