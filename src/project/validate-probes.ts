import type { ConnectCluster } from '../connect/connect-cluster.ts';
import type { Config } from '../model/config.ts';
import type { Validation } from '../model/plugin.ts';

/** Never validates anything that a connector could have this name. */
const name = 'connect-sync';

/** How often the words are halved where one of them makes the validation fail as a whole. */
const mostHalvings = 3;

/**
 * Validates a config with words that are wrong for most of their keys. Where a word makes the worker refuse the whole
 * config, fewer are sent at a time; the answers are joined. Without keys: the config is refused without words too, and
 * the error says why.
 */
export async function validateProbes(
  connection: Pick<ConnectCluster, 'validate'>,
  config: Config,
  words: ReadonlyMap<string, string>,
): Promise<Validation> {
  const answer = await connection.validate(name, new Map([...config, ...words]));
  if (answer.keys.length > 0 || words.size === 0) return answer;
  const plain = await connection.validate(name, config);
  if (plain.keys.length === 0) return plain;
  const errors = await refusalsInHalves(connection, config, { words: [...words], halvings: mostHalvings });
  return { keys: plain.keys, errors: [...plain.errors, ...errors] };
}

interface Words {
  readonly words: readonly (readonly [string, string])[];
  readonly halvings: number;
}

async function refusalsInHalves(
  connection: Pick<ConnectCluster, 'validate'>,
  config: Config,
  { words, halvings }: Words,
): Promise<Validation['errors']> {
  if (halvings === 0 || words.length < 2) return [];
  const middle = Math.ceil(words.length / 2);
  const found: Validation['errors'][number][] = [];
  for (const half of [words.slice(0, middle), words.slice(middle)]) {
    const answer = await connection.validate(name, new Map([...config, ...half]));
    found.push(
      ...(answer.keys.length > 0
        ? answer.errors
        : await refusalsInHalves(connection, config, { words: half, halvings: halvings - 1 })),
    );
  }
  return found;
}
