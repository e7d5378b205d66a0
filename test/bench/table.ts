import type { Effort, Figures, Row } from './row.ts';
import type { Traffic } from './worker-process.ts';

/** What the columns are. */
export function heading({ runs, connectors }: Effort): string {
  return [
    `${connectors.toLocaleString('en-GB')} connectors in the large rows; medians of ${runs} runs and more of each side, in turn`,
    '',
    `${'row'.padEnd(62)}    ratio     bar         ours        bound    peak   requests, bytes, the sandbox's own time`,
  ].join('\n');
}

/** One row as a line, with a line more for each bar that it misses. */
export function tableLine({ name, bar }: Row, figures: Figures, misses: readonly string[]): string {
  const { ratio, milliseconds, boundMilliseconds, peakBytes, traffic } = figures;
  const line = [
    name.padEnd(62),
    `${ratio.toFixed(2)} x`.padStart(8),
    `${bar.toFixed(1)} x`.padStart(7),
    `${milliseconds.toFixed(1)} ms`.padStart(12),
    `${boundMilliseconds.toFixed(1)} ms`.padStart(12),
    (peakBytes === undefined ? '' : `${Math.round(peakBytes / 1024 / 1024)} MB`).padStart(7),
    `  ${traffic ? trafficText(traffic) : ''}`,
  ].join(' ');
  return [line.trimEnd(), ...misses.map((miss) => `    misses its bar: ${miss}`)].join('\n');
}

function trafficText({ requests, bytes, cpuMilliseconds }: Traffic): string {
  const counts = new Map<string, number>();
  for (const [method = ''] of requests.map((request) => request.split(' '))) {
    counts.set(method, (counts.get(method) ?? 0) + 1);
  }
  const methods = [...counts].map(([method, count]) => `${count} ${method}`).join(' ');
  return `${methods}, ${Math.round(bytes / 1024).toLocaleString('en-GB')} kB, ${Math.round(cpuMilliseconds)} ms`;
}
