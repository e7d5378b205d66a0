import type { FailureVerdict } from '../model/worker-failure.ts';
import type { AnswerBody } from './answer-body.ts';
import type { EndpointName } from './endpoints.ts';
import { notForwarded } from './worker-message.ts';

/** One row: the answers that it is about, and what they mean. */
export interface ResponseRow {
  /** `500`, or a class such as `5xx`. */
  readonly status: string | readonly string[];
  /** Left out: every call. */
  readonly calls?: 'reads' | 'writes' | readonly EndpointName[];
  /** Left out: whatever the body is. */
  readonly bodies?: readonly AnswerBody['kind'][];
  /** Left out: any message. */
  readonly message?: Pick<RegExp, 'test'>;
  readonly withinMilliseconds?: number;
  /** Undefined: nothing is wrong. */
  readonly verdict: FailureVerdict | undefined;
}

/** What every worker has: if one of these is unknown, the other end is not a worker. */
const everywhere: readonly EndpointName[] = [
  'readWorker',
  'listNames',
  'readConnectors',
  'readStatuses',
  'readPlugins',
];
/** What every command starts from. */
const wholeCluster: readonly EndpointName[] = ['readWorker', 'listNames', 'readConnectors', 'readStatuses'];
const configWrites: readonly EndpointName[] = ['putConfig', 'createWithState'];
const validating: readonly EndpointName[] = [...configWrites, 'validate', 'probeWrite', 'probeValidate'];

/** The first row that fits decides. The numbers are versions of Kafka Connect. */
export const responseTable: readonly ResponseRow[] = [
  // The answer of an unhealthy worker is an answer, not a failure (Connect REST contract 4.20).
  { status: ['500', '503'], calls: ['readHealth'], bodies: ['json'], verdict: undefined },
  // Turned off by the worker's own settings, whatever the credentials (Connect REST contract 4.15).
  {
    status: '403',
    calls: ['readTopics', 'resetTopics'],
    message: /^Topic tracking (?:reset )?is disabled/,
    verdict: 'unsupported',
  },

  // Before the worker.
  { status: ['401', '407'], verdict: 'unauthorised' },
  { status: '403', calls: wholeCluster, verdict: 'unauthorised' },
  // Of one connector or one class, whatever the body: a gateway with rules for each path answers HTML or text. If nothing
  // is allowed any more, the lists say so, which are read before every write and after it.
  { status: '403', verdict: 'forbidden' },
  { status: ['3xx', '511'], verdict: 'not-connect' },
  { status: '429', verdict: 'busy' },

  // 409: from 2.8 to 4.3 the same messages.
  { status: '409', message: /^Connector \S+ already exists/, verdict: 'exists' },
  { status: '409', message: /stale configuration/, verdict: 'busy' },
  { status: '409', message: /conflicting operation/, verdict: 'busy' },
  // Also the answer to the restart of a task of a stopped connector, for as long as it is stopped.
  { status: '409', message: /no known leader URL/, verdict: 'busy' },
  { status: '409', bodies: ['error'], verdict: 'busy' },

  // 500 that passes. The first is the answer of 3.5 and later instead of the 409 about stale configuration.
  { status: '500', message: /^Request cannot be completed because a rebalance is expected/, verdict: 'busy' },
  { status: '500', message: /^Worker is shutting down/, verdict: 'busy' },
  { status: '500', message: /^Failed to write to config topic/, verdict: 'busy' },
  // The worker forwards to the leader, and did not get there. A dead leader refuses for about ten seconds.
  { status: '500', message: notForwarded, verdict: 'not-sent' },
  { status: '500', calls: 'reads', message: /^IO Error trying to forward REST request/, verdict: 'busy' },

  // 500 with an unknown outcome. After 90 s the worker answers, and may still process the request later.
  { status: '500', message: /^IO Error trying to forward REST request/, verdict: 'unknown-outcome' },
  { status: '500', calls: ['validate'], message: /^Request timed out/, verdict: 'permanent' },
  { status: '500', calls: 'reads', message: /^Request timed out/, verdict: 'busy' },
  { status: '500', message: /^Request timed out/, verdict: 'unknown-outcome' },
  // At once: larger than the config topic takes, not tried in vain for 30 s (3.4.1 and later).
  {
    status: '500',
    calls: configWrites,
    message: /^Error writing connector configuration to Kafka/,
    withinMilliseconds: 1_000,
    verdict: 'permanent',
  },
  {
    status: '500',
    calls: 'writes',
    message: /^Error (?:writing|removing) .*Kafka/,
    verdict: 'unknown-outcome',
  },
  // Braces in a name: the connector was created, and then the answer could not be made.
  { status: '500', calls: 'writes', message: /^The template variable/, verdict: 'unknown-outcome' },

  // The configuration was validated. 4.3 answers 400 to an unknown class, 3.9 to topics; before it was 500.
  {
    status: ['400', '500'],
    calls: validating,
    message: /^Connector configuration is invalid|^Connector name configuration|contains no connector type/,
    verdict: 'refused',
  },
  {
    status: ['400', '500'],
    calls: validating,
    message: /^(?:\S+Exception: )?(?:Failed to find any class|More than one connector matches)/,
    verdict: 'refused',
  },
  {
    status: ['400', '500'],
    calls: validating,
    message: /Must configure one of topics or topics\.regex|are mutually exclusive options/,
    verdict: 'refused',
  },
  {
    status: ['400', '500'],
    calls: validating,
    message: /Could not read properties from file/,
    verdict: 'refused',
  },
  // Values of client overrides, and exceptions of the plugin: all of this comes before the write.
  {
    status: '500',
    calls: configWrites,
    bodies: ['error'],
    message:
      /^(?:\S+Exception: )?(?:Invalid value .* for configuration \S|Missing required configuration ")/s,
    verdict: 'refused',
  },
  {
    status: '500',
    calls: configWrites,
    bodies: ['error'],
    message:
      /^(?:[a-z]\w*\.)+(?:[A-Z]\w*Error|(?:ClassNotFound|NullPointer|VersionedPluginLoading|Config)Exception)(?:: |$)/,
    verdict: 'refused',
  },
  {
    status: '500',
    calls: configWrites,
    bodies: ['error'],
    message: /^(?:Plugin \S+ not found that matches the version range|\w+(?:\/\w+)*\/[A-Z][\w$]*$)/,
    verdict: 'refused',
  },
  // Whatever else a plugin or a provider throws while it validates comes out as 500.
  {
    status: ['404', '405'],
    calls: ['validate'],
    message: /^HTTP 40[45] /,
    verdict: 'unsupported',
  },
  { status: ['400', '404', '500'], calls: ['validate'], bodies: ['error'], verdict: 'refused' },
  { status: '400', calls: configWrites, bodies: ['error'], verdict: 'refused' },

  // Offsets: sink tasks that have not left their group yet; a plugin that has no such thing
  // (Connect REST contract 4.17).
  {
    status: '500',
    calls: ['alterOffsets', 'resetOffsets'],
    message: /can be safely retried/,
    verdict: 'busy',
  },
  {
    status: '500',
    calls: ['alterOffsets', 'resetOffsets'],
    message: /support external modification of offsets/,
    verdict: 'permanent',
  },
  // The plugin rejects the offsets in a sentence of its own, and nothing is stored.
  {
    status: '500',
    calls: ['alterOffsets', 'resetOffsets'],
    bodies: ['error'],
    message: /./,
    verdict: 'permanent',
  },

  // 500 for good.
  { status: '500', message: /^Failed to start (?:connector|task)/, verdict: 'permanent' },
  {
    status: '500',
    calls: ['createWithState'],
    message: /^Unrecognized field "initial_state"/,
    verdict: 'unsupported',
  },
  {
    status: '500',
    message: /^(?:Cannot (?:deserialize|construct|invoke)|Unrecognized |Unexpected )/,
    verdict: 'permanent',
  },
  { status: '500', bodies: ['error'], message: /^(?:null)?$/, verdict: 'permanent' },

  // 404.
  { status: '404', bodies: ['html', 'nothing'], verdict: 'busy' },
  { status: ['404', '405'], calls: everywhere, verdict: 'not-connect' },
  { status: '404', message: /^HTTP 404 Not Found/, verdict: 'unsupported' },
  // The connector is there and has no status yet.
  { status: '404', calls: ['restart'], message: /^Status for connector \S+ not found/, verdict: 'busy' },
  {
    status: '404',
    message: /^(?:Connector \S+ not found|Unknown (?:connector|task|plugin)|No status found for)/,
    verdict: 'absent',
  },
  { status: '404', calls: configWrites, bodies: ['error'], verdict: 'permanent' },
  { status: '404', bodies: ['error'], verdict: 'absent' },
  { status: '404', verdict: 'not-connect' },

  // What is left of 4xx and 5xx is mostly a gateway's.
  { status: ['405', '501'], verdict: 'unsupported' },
  { status: '408', calls: 'reads', verdict: 'busy' },
  { status: '408', verdict: 'unknown-outcome' },
  { status: '4xx', verdict: 'permanent' },
  { status: '500', calls: 'reads', bodies: ['error'], verdict: 'permanent' },
  // One widespread gateway says 503 also when a connection broke after the request was passed on.
  {
    status: '503',
    calls: 'writes',
    message:
      /disconnect\/reset before headers(?!.*(?:connection failure|connection timeout|delayed connect error|overflow))/s,
    verdict: 'unknown-outcome',
  },
  { status: '503', verdict: 'busy' },
  { status: '5xx', calls: 'reads', verdict: 'busy' },
  { status: '5xx', verdict: 'unknown-outcome' },

  // 2xx with a body that no worker sends.
  { status: '204', calls: ['awaitStarted', 'readTasks', 'readOffsets'], verdict: 'busy' },
  { status: '2xx', bodies: ['html', 'text', 'error'], verdict: 'not-connect' },
  { status: '2xx', calls: 'reads', bodies: ['nothing', 'broken-json'], verdict: 'not-connect' },
  { status: '2xx', bodies: ['broken-json'], verdict: 'unknown-outcome' },
  { status: '2xx', calls: configWrites, bodies: ['nothing'], verdict: 'unknown-outcome' },
  // A worker answers these with 202 or 204. A 200 may come from a server that did not forward the request.
  {
    status: '200',
    calls: ['delete', 'setState', 'restart', 'restartTask'],
    verdict: 'unknown-outcome',
  },
  { status: '2xx', verdict: undefined },
];
