import type { ProjectFiles } from '../../desired/read-project.ts';
import type { Config } from '../../model/config.ts';
import { type FoundConnectorConfig, filledIn } from '../formats/found-connector.ts';
import type { EditedFiles } from './edit-files.ts';
import type { PlacedConnector } from './place-connectors.ts';

/** A connector as its file must resolve. */
export interface ExpectedConnector {
  readonly name: string;
  readonly config: Config;
  readonly state: FoundConnectorConfig['state'];
  /** Keys that are not imported. */
  readonly left: ReadonlySet<string>;
  readonly file: string;
}

/** The connectors whose files are written. */
export interface WrittenConnectors {
  readonly placed: readonly PlacedConnector[];
  readonly written: EditedFiles['written'];
  /** The values of variables. */
  readonly values: ReadonlyMap<string, string>;
}

/** What the files must resolve to: new connectors without the ownership marker, known ones without what stays. */
export function expectedConnectors(
  { project: { ownership } }: ProjectFiles,
  { placed, written, values }: WrittenConnectors,
): readonly ExpectedConnector[] {
  const marked = new Set(ownership.marker ? [ownership.marker.key] : []);
  const all = [...placed.map(({ connector, file }) => ({ connector, file, left: marked })), ...written];
  return all.map(({ connector: { name, config, state }, file, left }) => {
    return { name, config: textsOf(config, values), state, left, file };
  });
}

/** The texts of a config with the values of its variables. */
export function textsOf(
  config: FoundConnectorConfig['config'],
  variables: ReadonlyMap<string, string>,
): Config {
  return new Map([...config].map(([key, value]) => [key, filledIn(value, variables)]));
}
