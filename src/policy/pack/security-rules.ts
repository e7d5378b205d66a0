import { connectorWith, fails, passes } from './examples.ts';
import type { ReadyMadePolicy } from './ready-made-policy.ts';

/** Ready-made policies about secrets and connections. */
export const securityRules: readonly ReadyMadePolicy[] = [
  {
    name: 'no-literal-secrets',
    description:
      'A secret in a file stays in the history of Git. It belongs into the environment, or into a config provider.',
    match: {},
    assert: "!connector.secrets.exists(key, connector.secrets[key] == 'literal')",
    message:
      "{{ connector.secrets.filter(key, connector.secrets[key] == 'literal').join(', ') }}: a secret in clear; use ${env.NAME} or a config provider",
    parameters: {},
    examples: [
      passes({ connector: connectorWith({ 'database.password': '${file:/secrets.properties:password}' }) }),
      passes({ connector: connectorWith({ 'database.password': '${env.DB_PASSWORD}' }) }),
      fails({ connector: connectorWith({ 'database.password': 'example-Pa55-value' }) }),
    ],
  },
  {
    name: 'secrets-by-reference',
    description:
      'A worker shows a secret that it was sent to everyone who may read configurations. A reference is resolved on the worker and never shown.',
    match: {},
    severity: 'warn',
    assert: "!connector.secrets.exists(key, connector.secrets[key] != 'reference')",
    message:
      "{{ connector.secrets.filter(key, connector.secrets[key] != 'reference').join(', ') }}: sent as text; a config provider of the worker keeps it hidden",
    parameters: {},
    examples: [
      passes({ connector: connectorWith({ 'database.password': '${file:/secrets.properties:password}' }) }),
      fails({ connector: connectorWith({ 'database.password': '${env.DB_PASSWORD}' }) }),
    ],
  },
  {
    name: 'tls',
    description: 'Records and credentials of clients and registries must be encrypted on the way.',
    match: {},
    assert:
      "connector.config.all(key, !(key.endsWith('security.protocol') && !(connector.config[key] in ['SSL', 'SASL_SSL'])) && !(key.endsWith('schema.registry.url') && connector.config[key].contains('http://')))",
    message:
      "{{ connector.config.filter(key, key.endsWith('security.protocol') && !(connector.config[key] in ['SSL', 'SASL_SSL']) || key.endsWith('schema.registry.url') && connector.config[key].contains('http://')).join(', ') }}: a connection without TLS",
    parameters: {},
    examples: [
      passes({ connector: connectorWith({ 'producer.override.security.protocol': 'SASL_SSL' }) }),
      passes({
        connector: connectorWith({ 'value.converter.schema.registry.url': 'https://registry:8081' }),
      }),
      fails({ connector: connectorWith({ 'consumer.override.security.protocol': 'PLAINTEXT' }) }),
      fails({ connector: connectorWith({ 'value.converter.schema.registry.url': 'http://registry:8081' }) }),
    ],
  },
];
