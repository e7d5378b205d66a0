import { emptyFile, type FoundConnectorFile, type FoundFile } from './found-file.ts';
import { mentionsOf } from './mentions.ts';
import type { TemplateLanguage } from './templates.ts';

/** Lists the connectors of a template, which import cannot read. */
export function readTemplate(file: FoundFile, { label, render }: TemplateLanguage): FoundConnectorFile {
  const reason = `${label}: render it, and import its output: ${render}`;
  const places = mentionsOf(file);
  return {
    ...emptyFile,
    notRead: places.map((source) => ({ source, url: undefined, body: undefined, reason })),
  };
}
