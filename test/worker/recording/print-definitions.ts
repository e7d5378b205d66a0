import type { PluginDefinition } from '../../../src/sandbox/plugins/plugin-definition.ts';

/** Definitions as JSON with one key on each line, so that a change shows in review as what it is. */
export function printDefinitions(plugins: readonly PluginDefinition[]): string {
  return `[\n${plugins.map(printPlugin).join(',\n')}\n]\n`;
}

function printPlugin({ keys = [], ...plugin }: PluginDefinition): string {
  const head = JSON.stringify(plugin).slice(0, -1);
  if (keys.length === 0) return `${head},"keys":[]}`;
  return `${head},"keys":[\n${keys.map((key) => `  ${JSON.stringify(key)}`).join(',\n')}\n]}`;
}
