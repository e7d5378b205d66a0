import { formatDuration } from '../model/duration.ts';
import type { NoAnswer } from '../model/no-answer.ts';
import { type BaseUrl, isKafkaPort } from './cluster-urls.ts';
import type { FailureText, Setting } from './failure-text.ts';

interface Unanswered {
  readonly base: BaseUrl;
  readonly why: NoAnswer;
  readonly sent: boolean;
  readonly timeoutMilliseconds: number;
}

/** Describes why there is no answer. */
export function describeNoAnswer(unanswered: Unanswered, setting: Setting): FailureText {
  const described = describeReason(unanswered, setting);
  const { base, why } = unanswered;
  return isKafkaPort(base) && notOfPort.every((reason) => reason !== why.reason)
    ? { ...described, next: otherPort(base.origin) }
    : described;
}

/** Reasons that say nothing about the port. */
const notOfPort: readonly NoAnswer['reason'][] = ['proxy', 'unsendable', 'interrupted', 'unknown-host'];

function otherPort(origin: string): string {
  const { port, hostname, protocol } = new URL(origin);
  return `Port ${port} is usually that of a Kafka broker. The REST API of Kafka Connect has a port of its own, by default 8083: ${protocol}//${hostname}:8083`;
}

function describeReason({ base, why, sent, timeoutMilliseconds }: Unanswered, setting: Setting): FailureText {
  const time = formatDuration(timeoutMilliseconds);
  const proxied = setting.hasProxy ? ' (or the proxy that the environment names does)' : '';
  const isSecure = base.origin.startsWith('https:');
  const code = why.detail === undefined ? '' : ` (${why.detail})`;
  switch (why.reason) {
    case 'refused':
      return {
        why: `refuses the connection${proxied}`,
        next: 'Is a Kafka Connect worker running there? Check the URL and its port.',
      };
    case 'unknown-host':
      return {
        why: `has a host name that is not known here${proxied}`,
        next: 'Check the spelling of the URL.',
      };
    case 'unreachable':
      return {
        why: `cannot be reached from here${code}`,
        next: 'Check the URL, the network and any firewall.',
      };
    case 'connect-timeout':
      return { why: 'does not accept a connection', next: 'Check the URL, the network and any firewall.' };
    case 'tls':
      return describeTls(why.detail ?? '', code);
    case 'proxy':
      return {
        why: `cannot be reached through the proxy that the environment names: it answers ${why.detail}`,
        next: 'Check the proxy variables (http_proxy, https_proxy, no_proxy).',
      };
    case 'cut':
      return describeCut(isSecure);
    case 'timeout':
      return {
        why: sent
          ? `accepted the request and did not answer within ${time}`
          : `did not accept the request within ${time}`,
        next: 'Check that it is a Kafka Connect worker and that it is well.',
      };
    case 'malformed':
      return {
        why: `does not answer in HTTP${code}`,
        next: isSecure ? 'Check the port.' : 'Check the port, and whether the URL must begin with https.',
      };
    case 'encoded':
      return describeEncoded(why.detail);
    case 'too-large':
      return {
        why: 'sends a larger answer than connect-sync reads (64 MiB for a list)',
        next: 'Check that the URL leads to a Kafka Connect worker. If it does, tens of thousands of tasks are FAILED, or the configurations are that large.',
      };
    case 'unsendable':
      return {
        why: `cannot be sent this request${code}`,
        next: 'Check the headers of the cluster and the proxy variables of the environment.',
      };
    case 'interrupted':
      return { why: 'was not waited for: the run was ended', next: undefined };
  }
}

function describeEncoded(encoding = 'unknown'): FailureText {
  return {
    why: `answers in the content encoding "${encoding}", which was not asked for and cannot be read`,
    next: 'Turn off compression in the gateway in front of the workers.',
  };
}

function describeCut(isSecure: boolean): FailureText {
  return {
    why: 'closed the connection before its answer was complete',
    next: isSecure
      ? 'Is the worker up? If it asks for a client certificate, the cluster needs one under tls.'
      : 'Is the worker up, is this its port and not that of a Kafka broker, and does it speak http, not https?',
  };
}

const tlsProblems: readonly (readonly [RegExp, string, string])[] = [
  [
    /^(ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST)|EPROTO)$/,
    'does not speak TLS',
    'Check the port, and whether the URL must begin with http.',
  ],
  [
    /^ERR_SSL_.*ALERT/,
    'refuses the TLS handshake',
    'If the worker asks for a client certificate, check tls of the cluster.',
  ],
  [/EXPIRED/, 'has a certificate that is out of date', 'The certificate of the worker must be renewed.'],
  [
    /ALTNAME|HOSTNAME_MISMATCH/,
    'has a certificate for another host name',
    'Use the name in the certificate, or give it as tls.serverName.',
  ],
  [
    /^(ERR_OSSL_|ERR_CRYPTO_|ERR_TLS_)|KEY_VALUES_MISMATCH|PEM/,
    'cannot be spoken to with the certificate or key given',
    'Check the certificate, the key and its password under tls of the cluster.',
  ],
];

function describeTls(detail: string, code: string): FailureText {
  const problem = tlsProblems.find(([pattern]) => pattern.test(detail));
  if (problem) return { why: `${problem[1]}${code}`, next: problem[2] };
  return {
    why: `has a certificate that is not trusted here${code}`,
    next: 'Give the certificate of its authority as tls.ca of the cluster, or in NODE_EXTRA_CA_CERTS.',
  };
}
