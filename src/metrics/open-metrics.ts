/** The media types of both formats that Prometheus reads. */
export const contentTypes = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openMetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
} as const;

/** Whether a header `Accept` prefers OpenMetrics to the text format, as Prometheus does. */
export function asksForOpenMetrics(accept = ''): boolean {
  const weight = weightOf('application/openmetrics-text', accept);
  return weight > 0 && weight >= weightOf('text/plain', accept);
}

/** The highest weight that a header `Accept` gives to a media type that it names; 0: it does not. */
function weightOf(mediaType: string, accept: string): number {
  const weights = accept
    .toLowerCase()
    .split(',')
    .map((range) => {
      const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='));
      if (type !== mediaType) return 0;
      return weight === undefined ? 1 : Number(weight.slice(2)) || 0;
    });
  return Math.max(...weights);
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
