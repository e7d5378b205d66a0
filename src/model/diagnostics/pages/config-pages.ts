import type { configProblems } from '../config-problems.ts';
import type { Page } from './page.ts';

/** The pages of what a worker takes without a word. */
export const configPages = {
  'misspelled-key': {
    means:
      'A key is a letter or two away from one that every worker knows, or is a mistake that is met often.',
    matters: 'A worker ignores keys that it does not know: the setting has no effect, and nothing says so.',
    remedy: 'Correct it as the hint says.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  value.converter.schema.enable: false\n',
    after: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  value.converter.schemas.enable: false\n',
  },
  'alias-without-type': {
    means: 'transforms  or  predicates  names an alias whose  .type  is missing.',
    matters: 'Depending on its version a worker refuses the connector or leaves the step out.',
    remedy: 'Add the type, or take the alias off the list.',
    before:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: [unwrap, route]\n  transforms.unwrap.type: X\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: [unwrap]\n  transforms.unwrap.type: X\n',
  },
  'alias-not-listed': {
    means: 'A transformation or predicate has its keys, but the list does not name it.',
    matters: 'It is never run, and nothing says so.',
    remedy: 'Add its alias to the list, or remove its keys.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms.unwrap.type: X\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  transforms: unwrap\n  transforms.unwrap.type: X\n',
  },
  'unused-predicate': {
    means: 'A predicate is defined, and no transformation refers to it.',
    matters: 'The transformation that it was to limit runs for every record.',
    remedy: 'Refer to it, or remove it.',
    before:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  predicates: isOrder\n  predicates.isOrder.type: P\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  predicates: isOrder\n  predicates.isOrder.type: P\n  transforms: drop\n  transforms.drop.type: X\n  transforms.drop.predicate: isOrder\n',
  },
  'dead-letter-queue-on-source': {
    means: 'A source connector has settings of a dead letter queue.',
    matters:
      'Only sinks have one: records that a source cannot handle are lost, though the file looks otherwise.',
    remedy: 'Remove them; errors.log.enable: true  logs such records.',
    before:
      '# connectors/orders.yaml\nconfig:\n  connector.class: FileStreamSource\n  topic: orders\n  errors.deadletterqueue.topic.name: dead\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  connector.class: FileStreamSource\n  topic: orders\n  errors.log.enable: true\n',
  },
  'silent-record-loss': {
    means: 'errors.tolerance is all, with neither a dead letter queue nor a log of errors.',
    matters:
      'A converter that stops working loses every record from then on, while everything shows RUNNING.',
    remedy: 'Name a dead letter queue (sinks), or turn on errors.log.enable.',
    before: '# connectors/orders.yaml\nconfig:\n  topics: orders\n  errors.tolerance: all\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  topics: orders\n  errors.tolerance: all\n  errors.deadletterqueue.topic.name: orders-dead\n',
  },
  'missing-comma': {
    means: 'In a list of qualified names one element is two of them with a space between.',
    matters: 'A worker takes it for one name that nothing is called, and both tables are left out.',
    remedy: 'Add the comma. A YAML list shows such mistakes at a glance.',
    before:
      '# connectors/orders.yaml\nconfig:\n  table.include.list: shop.orders, shop.lines shop.returns, shop.users, shop.carts\n',
    after:
      '# connectors/orders.yaml\nconfig:\n  table.include.list: [shop.orders, shop.lines, shop.returns, shop.users, shop.carts]\n',
  },
} satisfies Record<keyof typeof configProblems, Page>;
