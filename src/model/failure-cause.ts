import { rootCause } from './health.ts';
import { exceptionWithMeaning } from './java-exception.ts';

/** Why something is FAILED, as far as its root cause says, in our words. */
export interface FailureCause {
  /**
   * - `connector`: it fails again until the connector, or what is installed for it, changes;
   * - `outside`: it may be gone by now, so a restart is worth a try.
   */
  readonly kind: 'connector' | 'outside';
  /** What is wrong and what to do about it. */
  readonly advice: string;
}

interface KnownCause extends Pick<FailureCause, 'kind'> {
  readonly advice: string | ((line: string) => string);
  /** Matched against the root cause line of the trace: exception class and message. */
  readonly pattern: RegExp;
  /** Not if this matches too. */
  readonly unless?: RegExp;
}

/** A message may quote a whole document; the class and what is wrong come first. */
const longestLine = 2_000;

const missingClass =
  /\b(ClassNotFoundException|NoClassDefFoundError|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|ServiceConfigurationError|UnsupportedClassVersionError)\b|Failed to find any class that implements/;

/**
 * Causes by their root cause line; the first that matches. Only certain ones are of the connector: an unnecessary
 * restart costs little, and a missing one leaves a connector FAILED that could run.
 */
const causes: readonly KnownCause[] = [
  {
    pattern: /\bkafka\.common\.errors\.\w*AuthorizationException\b/,
    kind: 'outside',
    advice: 'it is not authorized in Kafka; grant the permission',
  },
  {
    pattern: /\bkafka\.common\.errors\.\w*AuthenticationException\b/,
    kind: 'outside',
    advice: 'Kafka rejects its credentials; fix them where they are kept',
  },
  {
    pattern: /\bUnknownTopicOrPartitionException\b|\bTopic \S{1,300} not present in metadata\b/,
    kind: 'outside',
    advice: 'a topic is missing, and Kafka does not create it; create it',
  },
  {
    pattern: /\bInvalidTopicException\b/,
    kind: 'connector',
    advice: 'the name of a topic is invalid; change it in the file',
  },
  {
    // Kafka 3.8 and later: a plugin that makes more tasks than tasks.max fails the connector (KIP-1004).
    pattern: /\bTooManyTasksException\b|has generated \d+ tasks, which is greater than/,
    kind: 'connector',
    advice: 'the plugin creates more tasks than tasks.max allows; change it in the file',
  },
  {
    pattern: missingClass,
    kind: 'connector',
    advice: (line) =>
      `${exceptionWithMeaning(line) ?? 'a class is missing on the worker'}; install what fits there, which restarts the worker`,
  },
  {
    pattern: /\bVersionedPluginLoadingException\b/,
    kind: 'connector',
    advice: 'no installed version fits connector.plugin.version; install it, or change the key in the file',
  },
  {
    pattern: /Unknown magic byte!|JsonConverter with schemas\.enable requires "schema" and "payload" fields/,
    kind: 'connector',
    advice:
      'the converter cannot read a record, and will not after a restart; change the converter or errors.tolerance',
  },
  {
    pattern:
      /\b(Access denied for user|password authentication failed|Login failed for user|ORA-01017|AuthenticationException|InvalidAuthorizationSpecException|InvalidAccessKeyId|ExpiredToken|AccessDenied\b)/i,
    kind: 'outside',
    advice: 'a system that it connects to rejects its credentials; fix them where they are kept',
  },
  {
    pattern:
      /\b(UnknownHost|NoRouteToHost|ConnectTimeout|SocketTimeout|SSLHandshake|Timeout|Disconnect|Communications|HttpHostConnect|ClosedChannel)Exception\b|\b(Connection (refused|reset|timed out)|timed out|Broken pipe|No resolvable bootstrap urls|link failure|connection attempt failed|Service Unavailable|Too Many Requests|PKIX path|network is unreachable)\b|\bConnection to \S{1,200} refused\b/i,
    kind: 'outside',
    advice: 'a system that it connects to did not answer, or broke the connection',
  },
  {
    pattern: /\bRestClientException\b/,
    kind: 'outside',
    advice: 'the schema registry refused a request; check the registry and its subject',
  },
  {
    pattern: /\b(OutOfMemoryError|No space left on device|Too many open files)\b/,
    kind: 'outside',
    advice: 'its worker ran out of memory, disk or files',
  },
  {
    // A host that cannot be resolved, and secrets that cannot be read, are reported as a ConfigException too.
    pattern: /\bcommon\.config\.ConfigException\b/,
    unless:
      /resolv|connect|unreachable|refused|time(d )?-?out|could not read|denied|unavailable|not available/i,
    kind: 'connector',
    advice: 'the plugin rejects its configuration; change it in the file',
  },
  {
    pattern: /\bcommon\.config\.ConfigException\b/,
    kind: 'outside',
    advice: 'something that its configuration refers to could not be reached or read',
  },
];

/** The cause behind a trace, which it may quote; undefined where its root cause says nothing about it. */
export function failureCause(trace: string): FailureCause | undefined {
  const line = rootCause(trace).slice(0, longestLine);
  const found = causes.find(({ pattern, unless }) => pattern.test(line) && !unless?.test(line));
  if (!found) return undefined;
  const { kind, advice } = found;
  return { kind, advice: typeof advice === 'function' ? advice(line) : advice };
}

/** Whether a class is missing on the worker of this trace: another worker may have it. */
export function isMissingClass(trace: string): boolean {
  return missingClass.test(rootCause(trace).slice(0, longestLine));
}

/** Whether the plugin, or the version of it that the connector asks for, cannot be loaded by the worker of this trace. */
export function isPluginMissing(trace: string): boolean {
  return (
    isMissingClass(trace) ||
    /\bVersionedPluginLoadingException\b/.test(rootCause(trace).slice(0, longestLine))
  );
}
