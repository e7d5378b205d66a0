/** Whether an output is as the page shows it: what differs from run to run counts as equal, and `…` stands for any lines. */
export function isAsShown(shown: readonly string[], actual: string): boolean {
  return matches(comparable(shown), comparable(actual.split('\n')));
}

/** Lines without what differs from run to run, and without empty lines around them. */
function comparable(lines: readonly string[]): string[] {
  const text = lines.map(withoutChanging).join('\n').trim();
  return text === '' ? [] : text.split('\n');
}

/** Times, durations, versions, digests, commits, ids of Kafka clusters and ports. */
const changing: readonly (readonly [pattern: RegExp, name: string])[] = [
  [
    /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z| UTC)?|\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(?:\.\d+)?Z|\d{8}T\d{6}(?:\.?\d+)?Z?/g,
    'TIME',
  ],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?(?: UTC)?/g, 'TIME'],
  [/\b\d+(?:\.\d+)? ?(?:ms|min|s|m|h)\b/g, 'DURATION'],
  [/\bsha256:[0-9a-f]+/g, 'DIGEST'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b/g, 'COMMIT'],
  [/Kafka cluster \S+/g, 'Kafka cluster ID'],
  [/\b\d+\.\d+\.\d+(?:-[\w.]+)?\b(?!\.)/g, 'VERSION'],
  [/:\d{4,5}\b(?![:.])/g, ':PORT'],
];

function withoutChanging(line: string): string {
  const text = changing.reduce((before, [pattern, name]) => before.replaceAll(pattern, name), line);
  // Columns are as wide as their content.
  return text.replaceAll(/(?<=\S) {2,}/g, '  ').trimEnd();
}

function matches(shown: readonly string[], actual: readonly string[]): boolean {
  const [first, ...rest] = shown;
  if (first === undefined) return actual.length === 0;
  if (first.trim() === '…')
    return actual.some((_, at) => matches(rest, actual.slice(at))) || rest.length === 0;
  return first === actual[0] && matches(rest, actual.slice(1));
}
