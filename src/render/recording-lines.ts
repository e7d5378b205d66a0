import { count } from '../model/count.ts';
import { toPrintableLine } from '../model/printable.ts';
import type { RecordedCluster } from '../model/recorded-cluster.ts';
import type { CommandEnd, RecordingResult, RecordingStart, ShownRequest } from '../model/recording.ts';
import { quoteForShell } from './shell.ts';

/** What is shown when a recorder listens. `program`: the command without its arguments, which may be secret. */
export function recordingStartLines(
  { proxy, variables }: RecordingStart,
  { program, ports }: { readonly program: string | undefined; readonly ports: readonly number[] },
): string {
  const where = [proxy, ...ports.map((port) => `localhost:${port}`)].join(' and ');
  if (program !== undefined) {
    return (
      `Recording what ${toPrintableLine(program)} sends to Kafka Connect, at ${where}. Nothing is sent on.\n` +
      'A program that ignores proxy variables is not recorded: its requests reach the real cluster.\n'
    );
  }
  const exports = Object.entries(variables).map(([name, value]) => `${name}=${quoteForShell(value)}`);
  return [
    `Recording at ${where} until Ctrl-C. Nothing is sent on. In the shell that runs the deploy:`,
    `  export ${exports.slice(0, 6).join(' ')}`,
    `  export ${exports.slice(6, 9).join(' ')}`,
    ...(exports.length > 9 ? [`  export ${exports.slice(9).join(' ')}`] : []),
    '',
  ].join('\n');
}

/** A line for each request. */
export function recordedRequestLine({ method, url, status, isRecorded }: ShownRequest): string {
  const remark = isRecorded ? '' : '  (not Kafka Connect: refused)';
  return `  ${toPrintableLine(`${method} ${url}`)}  -> ${status}${remark}\n`;
}

/** A line for each HTTPS target that is refused. */
export function refusedHttpsLine(authority: string): string {
  return `  CONNECT ${toPrintableLine(authority)}  -> HTTPS is not recorded\n`;
}

/** How a recording ended. `program` and `end` are undefined where no command was run. */
export interface RecordedEnd {
  readonly program: string | undefined;
  readonly end: CommandEnd | undefined;
  readonly isInterrupted: boolean;
  readonly tls: 'recorded' | 'refused';
}

/** What a command sent, how it ended, and what the recorder could not see. */
export function recordingEndLines(
  result: RecordingResult,
  { program, end, isInterrupted, tls }: RecordedEnd,
): string {
  return [
    ...(program !== undefined && end ? [endLine(program, end, isInterrupted)] : []),
    ...(result.requests === 0 ? nothingLines : [receivedLine(result)]),
    ...result.deleted.map(
      ({ url, names }) => `Deleted by the command, so not imported from ${url}: ${list(names)}`,
    ),
    ...(result.others.length > 0 ? [`Refused, because it is not Kafka Connect: ${list(result.others)}`] : []),
    ...(result.httpsTargets.length > 0 ? [httpsLine(result, tls)] : []),
    '',
  ].join('\n');
}

function endLine(program: string, end: CommandEnd, isInterrupted: boolean): string {
  const name = toPrintableLine(program);
  const incomplete = 'What it sent until then is imported, and may be incomplete.';
  if (isInterrupted) return `${name} was interrupted. ${incomplete}`;
  if (end.kind === 'killed') return `${name} was ended by ${end.signal}. ${incomplete}`;
  if (end.code === 0) return `${name} succeeded.`;
  return `${name} failed with exit code ${end.code}. ${incomplete}`;
}

function httpsLine({ httpsTargets }: RecordingResult, tls: RecordedEnd['tls']): string {
  const targets = list(httpsTargets);
  return tls === 'recorded'
    ? `HTTPS was not seen, because the program does not trust the certificate of the recorder: ${targets}`
    : `HTTPS was not seen: ${targets}. Record it with --record-tls.`;
}

function receivedLine({ requests, clusters }: RecordingResult): string {
  const received = `Received ${count(requests, 'request')}`;
  if (clusters.length === 0) return `${received}, none of which configures a connector.`;
  return `${received}: ${clusters.map(clusterPart).join(', ')}.`;
}

function clusterPart({ url, connectors, rejected }: RecordedCluster): string {
  const also = rejected.length > 0 ? ` (and ${rejected.length} rejected)` : '';
  return `${count(connectors.length, 'connector')}${also} for ${toPrintableLine(url)}`;
}

const nothingLines = [
  'No request to Kafka Connect arrived. The usual reasons:',
  '  - programs in Go and Ruby, and Node.js before version 24, ignore proxy variables for localhost, or always:',
  '    record with --port and the port of the worker, such as --port 8083',
  '  - the command has proxy settings of its own, such as curl --noproxy or a curlrc',
  '  - its requests come from elsewhere: a container, another host, a daemon that was running already',
];

const listed = 10;

function list(names: readonly string[]): string {
  const shown = names.slice(0, listed).map(toPrintableLine);
  return [...shown, ...(names.length > listed ? [`and ${names.length - listed} more`] : [])].join(', ');
}
