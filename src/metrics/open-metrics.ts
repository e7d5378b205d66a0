/** The media types of both formats that Prometheus reads. */
export const contentTypes = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openMetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const;

/** Whether a header `Accept` asks for OpenMetrics, as Prometheus does. */
export function asksForOpenMetrics(accept = ''): boolean {
  return accept
    .toLowerCase()
    .split(',')
    .some((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      return type === 'application/openmetrics-text' && (weight === undefined || Number(weight.slice(2)) > 0);
    });
}

/**
 * The text format of Prometheus as OpenMetrics. The registry could print it, but its names of counters lose their
 * suffix for good then (prom-client 15).
 */
export function toOpenMetrics(text: string): string {
  const lines = text.split('\n').filter((line) => line !== '');
  return [...lines.map(familyLine), '# EOF', ''].join('\n');
}

/** OpenMetrics names the family of a counter without its suffix. */
function familyLine(line: string): string {
  const [, start, rest] = /^(# (?:HELP|TYPE) connect_sync_[a-z_]+)_total( .*)$/.exec(line) ?? [];
  return start === undefined ? line : `${start}${rest}`;
}
