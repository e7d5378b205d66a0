import { members, UnexpectedAnswer } from './decode.ts';

/** The answer to a configuration that was written: the connector as it is now (Connect REST contract 4.5). */
export function parseWritten(value: unknown, name: string): void {
  const written = members(value, 'the connector that was written');
  members(written['config'], 'the configuration that was written');
  if (written['name'] === name) return;
  throw new UnexpectedAnswer(
    "answers with JSON that is not Kafka Connect's: it names another connector than was written",
  );
}
