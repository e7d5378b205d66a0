import { placeholdersIn } from '../../desired/check-names.ts';
import { isConnectorName } from '../../model/connector-name.ts';
import { type Diagnostic, diagnose } from '../../model/diagnostic.ts';
import { matchesAnyGlob } from '../../model/name-glob.ts';
import type { Ownership } from '../../model/project.ts';
import type { FoundConnectorConfig } from '../formats/found-connector.ts';
import { literalOf } from '../formats/found-connector.ts';
import type { SkippedConnector } from '../formats/read/found-file.ts';

/** Separates connectors that can have a file in this project from those that are skipped. */
export function resolveNames(connectors: readonly FoundConnectorConfig[], { names }: Ownership) {
  const kept: FoundConnectorConfig[] = [];
  const skipped: SkippedConnector[] = [];
  for (const connector of connectors) {
    const problem = problemOf(connector, names);
    if (problem) skipped.push({ name: connector.name, problem });
    else kept.push(connector);
  }
  return { kept, skipped };
}

function problemOf(
  { name, config, source }: FoundConnectorConfig,
  owned: readonly string[] | undefined,
): Diagnostic | undefined {
  if (!isConnectorName(name) || placeholdersIn(name).length > 0)
    return diagnose('import-invalid-name', { name }, { source });
  const inConfig = config.get('name');
  if (inConfig)
    return diagnose('import-name-mismatch', { name, inConfig: literalOf(inConfig) ?? '…' }, { source });
  return owned && !matchesAnyGlob(owned, name)
    ? diagnose('import-not-owned', { name }, { source })
    : undefined;
}
