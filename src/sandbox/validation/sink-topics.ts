import type { StringMap } from '../http/jackson.ts';
import { does, type Profile } from '../profile.ts';
import { configException } from './failure.ts';
import type { KeyResult } from './parse-value.ts';

/**
 * A sink needs exactly one of `topics` and `topics.regex`, and its dead letter queue must not be among them. Since
 * 3.9 these are errors of the keys; before, validation fails with the first of them (Connect REST contract 7.2).
 */
export function validateSinkTopics(
  profile: Profile,
  config: StringMap,
  results: readonly KeyResult[],
): readonly KeyResult[] {
  const problems = topicProblems(profile, config);
  const [first] = problems;
  if (first && !does(profile, 'sinkTopicErrorsPerKey')) throw configException(first.message);
  return results.map((result) => {
    const messages = problems.filter(({ keys }) => keys.includes(result.name)).map(({ message }) => message);
    return messages.length === 0 ? result : { ...result, errors: [...result.errors, ...messages] };
  });
}

interface TopicProblem {
  readonly keys: readonly string[];
  readonly message: string;
}

const both = ['topics', 'topics.regex'];

function topicProblems(profile: Profile, config: StringMap): readonly TopicProblem[] {
  const list = config.get('topics')?.trim() ?? '';
  const regex = config.get('topics.regex')?.trim() ?? '';
  if (list !== '' && regex !== '') {
    const message = 'topics and topics.regex are mutually exclusive options, but both are set.';
    return [{ keys: both, message }];
  }
  if (list === '' && regex === '') {
    return [{ keys: both, message: 'Must configure one of topics or topics.regex' }];
  }
  const topics = list === '' ? [] : list.split(',').map((one) => one.trim());
  return deadLetterProblems(profile, config, { topics, regex });
}

function deadLetterProblems(
  profile: Profile,
  config: StringMap,
  { topics, regex }: { readonly topics: readonly string[]; readonly regex: string },
): TopicProblem[] {
  const deadLetters = config.get('errors.deadletterqueue.topic.name')?.trim() ?? '';
  if (deadLetters === '') return [];
  if (topics.includes(deadLetters)) {
    // Older workers name the wrong key.
    const key = does(profile, 'sinkTopicErrorsPerKey') ? 'topics' : 'topics.regex';
    const message =
      `The DLQ topic '${deadLetters}' may not be included in the list of topics ` +
      `('${key}=[${topics.join(', ')}]') consumed by the connector`;
    return [{ keys: ['topics'], message }];
  }
  if (regex === '' || !matches(regex, deadLetters)) return [];
  const message =
    `The DLQ topic '${deadLetters}' may not be ` +
    `${does(profile, 'sinkTopicErrorsPerKey') ? 'matched by the regex for' : 'included in the regex matching'} the ` +
    `topics ('topics.regex=${regex}') consumed by the connector`;
  return [{ keys: ['topics.regex'], message }];
}

function matches(regex: string, topic: string): boolean {
  try {
    return new RegExp(`^(?:${regex})$`).test(topic);
  } catch {
    return false;
  }
}
