import { connectorWith, fails, passes } from './examples.ts';
import type { ReadyMadePolicy } from './ready-made-policy.ts';

/** Ready-made policies about names and owners. */
export const namingRules: readonly ReadyMadePolicy[] = [
  {
    name: 'owner-label',
    description: 'When a connector fails at night, somebody must know whom to call.',
    match: {},
    assert: "connector.labels.get(params.label, '') != ''",
    message: 'no file says who owns it; add  x-{{ params.label }}: TEAM  beside  name:',
    parameters: { label: { default: 'owner', description: 'the label, without x-' } },
    examples: [
      passes({ connector: connectorWith({}, { labels: { owner: 'team-orders' } }) }),
      fails({ connector: connectorWith({}) }),
    ],
  },
  {
    name: 'connector-naming',
    description: 'Names with one form can be searched for, sorted, and used in metrics and alerts.',
    match: {},
    assert: 'connector.name.matches(params.pattern)',
    message: 'its name does not fit {{ params.pattern }}',
    parameters: {
      pattern: { default: '^[a-z0-9]+([._-][a-z0-9]+)*$', description: 'a regular expression (RE2)' },
    },
    examples: [
      passes({ connector: connectorWith({}, { name: 'orders-sink' }) }),
      fails({ connector: connectorWith({}, { name: 'Orders Sink' }) }),
    ],
  },
  {
    name: 'topic-naming',
    description: 'Topics with names of one form can be granted, found and billed by prefix.',
    match: {},
    assert:
      "['topics', 'topic', 'kafka.topic', 'topic.prefix', 'errors.deadletterqueue.topic.name'].all(key, connector.config.list(key).all(topic, topic.matches(params.pattern)))",
    message:
      "{{ ['topics', 'topic', 'kafka.topic', 'topic.prefix', 'errors.deadletterqueue.topic.name'].filter(key, !connector.config.list(key).all(topic, topic.matches(params.pattern))).join(', ') }}: a topic that does not fit {{ params.pattern }}",
    parameters: {
      pattern: { default: '^[a-z0-9]+([._-][a-z0-9]+)*$', description: 'a regular expression (RE2)' },
    },
    examples: [
      passes({ connector: connectorWith({ topics: 'orders, orders.returns' }) }),
      fails({ connector: connectorWith({ topics: 'orders, Returns' }) }),
    ],
  },
];
