import { readClusterNames, readLiveWords } from '../../inspect/names.ts';
import type { Host } from '../host.ts';
import { inspectInput } from '../inspect-input.ts';
import type { CommonOptions } from '../options/project-options.ts';
import { portsOf } from '../project-input.ts';
import type { Candidate, NamedCompletion } from './complete-words.ts';
import { mayComplete } from './contacts.ts';
import type { ReadWords } from './read-words.ts';

/** Shells split or expand other names. */
const needsNoQuotes = /^[A-Za-z0-9._-]+$/;

/** Completion must not make a person wait any longer. */
const withinMilliseconds = 1_500;

/**
 * Names of the project file or of a cluster that start with what has been typed. Any error results in no names: a shell
 * cannot show it in the middle of a command line. Nothing is cached.
 */
export async function namedCandidates(
  host: Host,
  { kind, prefix, read }: NamedCompletion,
): Promise<readonly Candidate[]> {
  try {
    const given = new Set(read.names);
    return (await wordsOf(host, kind, read))
      .filter((name) => needsNoQuotes.test(name) && !given.has(name))
      .map((name) => ({ value: `${prefix}${name}`, note: '' }))
      .filter(({ value }) => value.startsWith(read.current));
  } catch {
    return [];
  }
}

async function wordsOf(
  host: Host,
  kind: NamedCompletion['kind'],
  read: ReadWords,
): Promise<readonly string[]> {
  if (kind === 'codes')
    return (await import('../../model/explain-code.ts')).allPages().map(({ code }) => code);
  if (kind === 'levels') return (await import('../../operations/set-log-level.ts')).logLevels;
  const options = optionsOf(read);
  const input = inspectInput({ host, options });
  if (kind === 'clusters') return readClusterNames(input);
  return readLiveWords(
    {
      ...input,
      words: kind,
      connector: read.names[0],
      withinMilliseconds,
      mayAsk: (contact) => mayComplete(host.environment, contact),
    },
    portsOf(host, options),
  );
}

/** The options typed so far that name the project and the cluster. */
function optionsOf({ values }: ReadWords): CommonOptions {
  const all = (name: string) => values.get(name) ?? [];
  const last = (name: string) => all(name).at(-1);
  const [directory, project] = [last('--directory'), last('--project')];
  return {
    ...(directory !== undefined && { directory }),
    ...(project !== undefined && { project }),
    cluster: all('--cluster'),
    dotenv: all('--dotenv'),
    varFile: all('--var-file'),
    var: new Map(all('--var').map((text) => [text.split('=')[0] ?? '', text.split('=').slice(1).join('=')])),
    timeout: withinMilliseconds,
    quiet: true,
    color: false,
  };
}
