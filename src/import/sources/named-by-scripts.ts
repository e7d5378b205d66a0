import { type FoundConnectorConfig, filledIn } from '../formats/found-connector.ts';
import type { FoundConnectorFile } from '../formats/read/found-file.ts';

/**
 * Removes the name that is guessed from a file where a script, which is imported too, sends the same config under a name:
 * they are one connector.
 */
export function withoutNamesOfScripts(found: FoundConnectorFile): FoundConnectorFile {
  const named = new Set(found.connectors.filter(({ isNamedByFile }) => !isNamedByFile).map(placeAndConfig));
  const isSent = (one: FoundConnectorConfig) => one.isNamedByFile === true && named.has(placeAndConfig(one));
  const sent = new Set(found.connectors.filter(isSent).map(({ name, source }) => `${source?.file}\n${name}`));
  if (sent.size === 0) return found;
  return {
    ...found,
    connectors: found.connectors.filter((one) => !isSent(one)),
    diagnostics: found.diagnostics.filter(
      ({ code, args, source }) =>
        code !== 'import-name-from-file' || !sent.has(`${source?.file}\n${args['name']}`),
    ),
  };
}

function placeAndConfig({ source, config }: FoundConnectorConfig): string {
  const texts = [...config].map(([key, value]) => [key, filledIn(value, new Map())]);
  return JSON.stringify([source?.file, texts.sort()]);
}
