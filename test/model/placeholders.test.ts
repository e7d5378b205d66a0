import { describe, expect, it } from 'vitest';
import { foreignPlaceholders, unresolvedPlaceholders } from '../../src/model/placeholders.ts';

describe('placeholders that nobody fills in', () => {
  it.each([
    ['<password>', '<password>'],
    ['http://<ES_HOST>:9200', '<ES_HOST>'],
    ['jdbc:db2://<your host>/x', '<your host>'],
    ['{{ registry_url }}', '{{ registry_url }}'],
    ['pw-CHANGE_ME', 'CHANGE_ME'],
    ['%s', '%s'],
    ['@db.host@', '@db.host@'],
    ['xxxx', 'xxxx'],
    ['todo', 'todo'],
  ])('%s', (text, placeholder) => {
    expect(unresolvedPlaceholders(text)).toEqual([placeholder]);
  });

  it.each([
    ['<cache name="x">\n</cache>'],
    ['MERGE (a)<-[:LIVES_IN]-(b)-[:BOUGHT {order: event.id}]->(c)'],
    ['{{ lowercase($.artist) }}'],
    ["coalesce(event.TRAIN_ID,'<unknown>')"],
    ['changeit'],
    ['a < b and c > d'],
    ['%{TIMESTAMP_ISO8601:logdate}'],
    ['me@example.com'],
    ['x'.repeat(21)],
    ['<logs-{now/d}>'],
  ])('and not %s', (text) => {
    expect(unresolvedPlaceholders(text)).toEqual([]);
  });
});

describe('placeholders of other tools', () => {
  it('are those in capitals; those of connectors are not', () => {
    expect(foreignPlaceholders('${A_B:-x} $C_D ${topic} $1 Field$Value ${file:/a:b} $Value')).toEqual([
      '${A_B}',
      '$C_D',
    ]);
  });

  it.each([
    ['${A:}', []],
    ['${A}', ['${A}']],
    ['${A-$B_C', ['$B_C']],
    ['${A-${B_C}}', ['${A}']],
    ['${A-x} ${B $C_D', ['${A}', '$C_D']],
  ])('that break off hide none behind them: %s', (text, found) => {
    expect(foreignPlaceholders(text)).toEqual(found);
  });
});
