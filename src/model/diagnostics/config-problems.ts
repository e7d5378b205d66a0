import { count } from '../count.ts';
import type { RenamedKey } from '../renamed-keys.ts';
import { listOf } from './list-of.ts';
import { problem } from './problem.ts';

/** Configs that a worker accepts without an error although they do not do what was meant. */
export const configProblems = {
  'config-too-large': problem<{ size: string; key: string }>({
    severity: 'error',
    message: ({ size }) => `the configuration has ${size}, and Kafka Connect stores at most 1 MiB`,
    hint: ({ key }) => `shorten "${key}", its largest value, or let a config provider read it on the worker`,
    means: 'The configuration of a connector is larger than 1 MiB.',
    matters: 'A worker writes it as one record of a Kafka topic, and Kafka refuses larger ones by default.',
    remedy: 'Move large values into a file on the worker, and refer to it with a config provider.',
  }),
  'misspelled-key': problem<{ key: string; near: string }>({
    severity: 'warning',
    message: ({ key }) => `"${key}" is probably misspelled: the worker accepts and ignores unknown keys`,
    hint: ({ near }) => `did you mean ${near}?`,
    means: 'A key differs by one or two letters from a key of every worker, or is a common mistake.',
    matters: 'A worker ignores unknown keys: the setting has no effect, and no error is reported.',
    remedy: 'Correct it as the hint says.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  value.converter.schema.enable: false\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  value.converter.schemas.enable: false\n',
  }),
  'alias-without-type': problem<{ list: 'transforms' | 'predicates'; alias: string }>({
    severity: 'warning',
    message: ({ list, alias }) => `"${list}" lists "${alias}", but ${list}.${alias}.type is not set`,
    hint: ({ list, alias }) => `add  ${list}.${alias}.type , or remove "${alias}" from the list`,
    means: 'transforms  or  predicates  lists an alias whose  .type  is missing.',
    matters: 'Depending on its version, a worker rejects the connector or skips the step.',
    remedy: 'Add the type, or remove the alias from the list.',
    before:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: [unwrap, route]\n  transforms.unwrap.type: X\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: [unwrap]\n  transforms.unwrap.type: X\n',
  }),
  'misspelled-alias': problem<{ list: 'transforms' | 'predicates'; alias: string; near: string }>({
    severity: 'warning',
    message: ({ list, alias, near }) => `"${list}" lists "${near}", but the keys are named  ${list}.${alias}`,
    hint: ({ list, near }) => `did you mean  ${list}.${near} ?`,
    means: 'The alias in the list and the alias in the keys differ by a few letters.',
    matters: 'Depending on its version, a worker rejects the connector or skips the step.',
    remedy: 'Write the alias in the same way in both places.',
    before:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: two\n  transforms.tow.type: X\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: two\n  transforms.two.type: X\n',
  }),
  /** `key`: the first key of the first alias. */
  'alias-not-listed': problem<{
    list: 'transforms' | 'predicates';
    key: string;
    aliases: readonly string[];
  }>({
    severity: 'warning',
    message: ({ list, key, aliases }) =>
      aliases.length === 1
        ? `${key} has no effect: "${list}" does not list "${aliases[0]}"`
        : `"${list}" does not list ${listOf(
            aliases.map((alias) => `"${alias}"`),
            'and',
          )}: their keys have no effect`,
    hint: ({ list, aliases }) =>
      aliases.length === 1
        ? `add "${aliases[0]}" to  ${list} , or remove its keys`
        : `add them to  ${list} , or remove their keys`,
    means: 'A transformation or predicate is configured, but its alias is not in the list.',
    matters: 'It never runs, and no error is reported.',
    remedy: 'Add its alias to the list, or remove its keys.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms.unwrap.type: X\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: unwrap\n  transforms.unwrap.type: X\n',
  }),
  'unread-transforms': problem<{
    name: string;
    list: 'transforms' | 'predicates';
    aliases: readonly string[];
  }>({
    severity: 'warning',
    message: ({ name, list }) => `"${name}" has no effect: Kafka Connect reads only "${list}"`,
    hint: ({ list, aliases }) =>
      `add ${listOf(
        aliases.map((alias) => `"${alias}"`),
        'and',
      )} to  ${list} , and begin the keys with  ${list}.${aliases.length === 1 ? aliases[0] : 'NAME'}.`,
    means: 'Transformations or predicates are configured under a name other than transforms or predicates.',
    matters: 'A worker stores such keys and ignores them: the transformations never run.',
    remedy: 'Rename the keys, and add their aliases to the list that the worker reads.',
    before:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: unwrap\n  transforms.unwrap.type: X\n  hosttransforms: mask\n  hosttransforms.mask.type: Y\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: [unwrap, mask]\n  transforms.unwrap.type: X\n  transforms.mask.type: Y\n',
  }),
  'renamed-key': problem<RenamedKey>({
    severity: 'warning',
    message: ({ key, others, ...found }) =>
      `${others === 0 ? `"${key}" has` : `"${key}" and ${count(others, 'more key')} have`} no effect: ${whatBecame(found, others)}`,
    hint: ({ others, replacement, isReplaced }) => {
      const it = others === 0 ? 'it' : 'them';
      if (replacement === undefined) return `remove ${it}`;
      return isReplaced ? `remove ${it}: ${replacement} is set` : `rename ${it} to  ${replacement}`;
    },
    means:
      'A later version of the plugin renamed or removed the key, and the connector uses such a version: the config has a key that earlier versions do not have, it requires the version, or the worker lists the keys of its plugin.',
    matters:
      'The plugin ignores the old key without an error. A filter such as table.whitelist is then no filter: the connector captures every table.',
    remedy:
      'Use the new key. The values of most of them are the same; the release notes of the plugin name others.',
    before:
      '# connectors/orders.yaml\nconfig:\n  connector.class: io.debezium.connector.mysql.MySqlConnector\n  topic.prefix: shop\n  table.whitelist: shop.orders\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  connector.class: io.debezium.connector.mysql.MySqlConnector\n  topic.prefix: shop\n  table.include.list: shop.orders\n',
  }),
  'unused-predicate': problem<{ alias: string }>({
    severity: 'warning',
    message: ({ alias }) => `predicate "${alias}" has no effect: no transformation refers to it`,
    hint: ({ alias }) => `add  transforms.NAME.predicate: ${alias} , or remove the predicate`,
    means: 'A predicate is defined, but no transformation refers to it.',
    matters: 'The transformation that it was meant to limit runs for every record.',
    remedy: 'Refer to it, or remove it.',
    before:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  predicates: isOrder\n  predicates.isOrder.type: P\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  predicates: isOrder\n  predicates.isOrder.type: P\n  transforms: drop\n  transforms.drop.type: X\n  transforms.drop.predicate: isOrder\n',
  }),
  'dead-letter-queue-on-source': problem<{ key: string }>({
    severity: 'warning',
    message: ({ key }) => `"${key}" has no effect: only sink connectors have a dead letter queue`,
    hint: 'remove it; errors.log.enable: true  logs the records that a source connector cannot process',
    means: 'A source connector configures a dead letter queue.',
    matters: 'Only sink connectors have one: records that a source connector cannot process are lost.',
    before:
      '# connectors/orders.yaml\nconfig:\n  connector.class: FileStreamSource\n  topic: orders\n  errors.deadletterqueue.topic.name: dead\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  connector.class: FileStreamSource\n  topic: orders\n  errors.log.enable: true\n',
  }),
  'silent-record-loss': problem({
    severity: 'warning',
    message: 'errors.tolerance: all  drops records that cannot be processed without any trace',
    hint: 'set  errors.deadletterqueue.topic.name  (sinks), or at least  errors.log.enable: true',
    means: 'errors.tolerance is all, but neither a dead letter queue nor error logging is configured.',
    matters: 'If a converter starts to fail, every record is lost while all states stay RUNNING.',
    remedy: 'Set a dead letter queue (sinks), or enable errors.log.enable.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  errors.tolerance: all\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  errors.tolerance: all\n  errors.deadletterqueue.topic.name: orders-dead\n',
  }),
  'missing-comma': problem<{ key: string; element: string }>({
    severity: 'warning',
    message: ({ key, element }) => `an element of the list "${key}" contains a space: ${element}`,
    hint: 'is a comma missing?',
    means: 'In a list of qualified names, one element consists of two names with a space between them.',
    matters: 'A worker reads it as a single name that does not exist, and skips both tables.',
    remedy: 'Add the comma. Such mistakes are easier to see in a YAML list.',
    before:
      '# connectors/orders.yaml\nconfig:\n  table.include.list: shop.orders, shop.lines shop.returns, shop.users, shop.carts\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  table.include.list: [shop.orders, shop.lines, shop.returns, shop.users, shop.carts]\n',
  }),
};

/** `Debezium 2.0 renamed it to topic.prefix`. */
function whatBecame(
  { plugin, since, replacement }: Pick<RenamedKey, 'plugin' | 'since' | 'replacement'>,
  others: number,
): string {
  const it = others === 0 ? 'it' : 'them';
  if (since === undefined) {
    const what = replacement === undefined ? `does not read ${it}` : `reads ${replacement} instead`;
    return `the installed version of ${plugin} ${what}`;
  }
  return `${plugin} ${since} ${replacement === undefined ? `removed ${it}` : `renamed ${it} to ${replacement}`}`;
}
