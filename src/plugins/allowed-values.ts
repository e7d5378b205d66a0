import { compareText } from '../model/config.ts';

/**
 * The only values that a key accepts, as a worker says when it refuses another one; undefined where it does not list
 * them. Sorted: some plugins list a set, in another order after each start of the worker.
 */
export function allowedValues(refusals: readonly string[]): readonly string[] | undefined {
  for (const refusal of refusals) {
    const words =
      listBehind(refusal)
        ?.split(',')
        .map((word) => word.trim()) ?? [];
    if (words.length > 0 && words.every((word) => valid.test(word)))
      return [...new Set(words)].filter((word) => word !== 'null').sort(compareText);
  }
  return undefined;
}

/** What follows the phrase that introduces a list, without its brackets and the full stop. */
function listBehind(refusal: string): string | undefined {
  for (const phrase of phrases) {
    const found = phrase.exec(refusal);
    if (!found) continue;
    const rest = refusal.slice(found.index + found[0].length).trim();
    return rest.replace(/^: */, '').replace(/\.$/, '').replace(/^\[/, '').replace(/\]$/, '');
  }
  return undefined;
}

/**
 * Kafka: `String must be one of (case insensitive): A, B`; Debezium: `Value must be one of a, b`; MongoDB: `Invalid
 * enumerator value. Should be one of: [a, b]`; Google: `Valid values for k are [a, b]`.
 */
const phrases: readonly RegExp[] = [
  /\b(?:must|should) be one of(?: the following)?(?: values)?(?: \(case insensitive\))?/i,
  /\bvalid (?:values|options|enums?)(?: for \S+)?(?: are| is)?/i,
];

/** One word: a sentence behind the words is no list. */
const valid = /^[\w.:/+-]{1,100}$/;
