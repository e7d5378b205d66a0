import { keysWhere, type WorkerBreak } from './worker-break.ts';

/** What a release of the worker does in another way. */
export const behaviourBreaks: readonly WorkerBreak[] = [
  {
    id: 'tasks-max',
    release: [3, 8, 0],
    level: 'fails',
    concerns: ({ config, taskIds }) => {
      const most = Number.parseInt(config.get('tasks.max') ?? '1', 10);
      const isEnforced = config.get('tasks.max.enforce')?.trim().toLowerCase() !== 'false';
      return isEnforced && taskIds.length > most ? ['tasks.max'] : undefined;
    },
    message: () => 'the connector has more tasks than tasks.max allows: it is FAILED from 3.8 on',
    hint: 'raise tasks.max to the number of tasks that run; tasks.max.enforce: false is deprecated',
    source: 'KIP-1004; Connect REST contract 7.2; seen on real workers',
  },
  {
    id: 'unreachable-name',
    release: [4, 0, 0],
    level: 'refused',
    concerns: ({ name }) => (/[/%\\]/.test(name) ? [] : undefined),
    message: () =>
      'the name has a /, % or \\: the connector keeps running, but from 4.0 on it can be neither read, changed nor deleted over REST',
    hint: 'create it under another name before the upgrade; offsets are stored under the old name',
    source: 'KIP-1032, kafka#16754; Connect REST contract 9',
  },
  {
    id: 'jndi-login-module',
    release: [3, 4, 0],
    level: 'changes',
    concerns: (connector) =>
      keysWhere(
        connector,
        (key, value) => isJaas(key) && value.includes('.security.auth.module.JndiLoginModule'),
      ),
    message: ([key]) => `${key} uses JndiLoginModule, which 3.4 and later refuse with SASL`,
    hint: 'use another login module, or start the workers with -Dorg.apache.kafka.disallowed.login.modules=',
    source: 'CVE-2023-25194; https://kafka.apache.org/34/configuration/system-properties',
  },
  {
    id: 'oauth-urls',
    release: [4, 0, 0],
    level: 'changes',
    concerns: (connector) =>
      keysWhere(connector, (key) =>
        /\.override\.sasl\.oauthbearer\.(?:token|jwks)\.endpoint\.url$/.test(key),
      ),
    message: ([key]) => `${key} works from 4.0 on only if a system property of the workers allows the URL`,
    hint: 'start the workers with -Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=URL',
    source: 'CVE-2025-27817; https://kafka.apache.org/40/configuration/system-properties',
  },
  {
    id: 'overrides-need-a-policy',
    release: [3, 0, 0],
    direction: 'downgrade',
    level: 'refused',
    concerns: (connector) =>
      keysWhere(connector, (key) => /^(?:producer|consumer|admin)\.override\./.test(key)),
    message: (keys) =>
      `before 3.0 ${keys.length === 1 ? keys[0] : 'overrides of clients'} needs connector.client.config.override.policy: its default is None`,
    hint: 'set the policy of the workers to All',
    source: 'KIP-722; Connect REST contract 3',
  },
  {
    id: 'versions-are-ignored',
    release: [4, 1, 0],
    direction: 'downgrade',
    level: 'changes',
    concerns: (connector) => keysWhere(connector, (key) => /(?:^|\.)plugin\.version$/.test(key)),
    message: (keys) => `${keys.join(', ')} is ignored before 4.1: the latest installed version runs`,
    hint: 'install only the version that is meant',
    source: 'KIP-891; Connect REST contract 7.2; seen on real workers',
  },
  {
    id: 'stopped-is-unknown',
    release: [3, 5, 0],
    direction: 'downgrade',
    level: 'changes',
    concerns: ({ status }) => (status?.connector.state === 'STOPPED' ? [] : undefined),
    message: () => 'the connector is STOPPED, a state that releases before 3.5 read as PAUSED',
    hint: 'nothing runs, but its tasks are there again',
    source: 'KIP-875; Connect REST contract 10.2',
  },
];

function isJaas(key: string): boolean {
  return key.endsWith('sasl.jaas.config');
}
