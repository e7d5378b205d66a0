/**
 * Compares two versions as workers do, in the order of Maven: numbers by value, `alpha` to `snapshot` before the
 * release, anything else after it.
 */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [partsOf(one), partsOf(other)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = rankOf(left[index]) - rankOf(right[index]);
    if (difference !== 0) return difference;
    const [text = '', otherText = ''] = [left[index], right[index]];
    if (rankOf(text) === unknownWord && text !== otherText) return text < otherText ? -1 : 1;
  }
  return 0;
}

const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const spellings: Readonly<Record<string, string>> = {
  a: 'alpha',
  b: 'beta',
  m: 'milestone',
  cr: 'rc',
  ga: '',
  final: '',
  release: '',
};
const unknownWord = 0.5;

/** `2.7.4.Final` is `2`, `7`, `4`, nothing; zeros and words for a release at the end count as missing. */
function partsOf(version: string): readonly string[] {
  const parts = version.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  const plain = parts.map((part) => spellings[part] ?? part);
  while (plain.length > 0 && /^0*$/.test(plain.at(-1) ?? '')) plain.pop();
  return plain;
}

/** Words before a release are negative, other words are between a release and a number. */
function rankOf(part = ''): number {
  if (/^\d+$/.test(part)) return Number(part) + (Number(part) === 0 ? 0 : 1);
  const place = qualifiers.indexOf(part);
  return place < 0 ? unknownWord : (place - qualifiers.indexOf('')) / 10;
}
