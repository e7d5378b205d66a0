import { withMeaning, withoutExceptionClass } from '../model/java-exception.ts';

const longest = 4_000;

/**
 * What a worker said, without what only hides it: the class of the exception in front where it adds nothing, the list
 * of every plugin behind (of which the class names stay), the configuration in between; and with what its exception
 * means. The rest is still the worker's: scrub before showing (Connect REST contract 7.4).
 */
export function tidyWorkerMessage(message: string): string {
  const tidied = withoutExceptionClass(message.replace(/^Error trying to forward REST request: /, ''))
    .replace(/(, available connectors are: )(.*)$/s, (_, words: string, list: string) =>
      shortList(words, list),
    )
    // With every value in clear, resolved references included.
    .replace(
      /^Connector config \{.*\} contains no connector type/s,
      'Connector config contains no connector type',
    )
    .replace(/You can also find the above list of errors at the endpoint .*$/s, '')
    .trim();
  return withMeaning(tidied.length > longest ? `${cutAtSpace(tidied)} …` : tidied);
}

/** Kilobytes with the file of each plugin on the worker; the names of the classes are all that helps. */
function shortList(words: string, list: string): string {
  const names = [...list.matchAll(/name='([\w.$]{1,200})'/g)].map((match) => match[1]);
  const isShort = /^[\w.$]+(, [\w.$]+)*$/.test(list);
  if (isShort) return words + list;
  return names.length > 0 ? words + names.join(', ') : '';
}

/** Half a secret would not be recognised any more, so a word is left out as a whole. */
function cutAtSpace(text: string): string {
  return text.slice(0, longest).replace(/\S*$/, '').trimEnd();
}
