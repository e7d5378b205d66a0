import type { ConfigEntry } from '../desired/config-entry.ts';
import type { LayerDocument } from '../desired/layer-document.ts';
import type { ProjectFiles } from '../desired/read-project.ts';
import { literalText } from '../desired/template.ts';
import { compareText } from '../model/config.ts';
import type { UsedInFiles } from '../plugins/editor-schema.ts';

/** What the files of a project name that an editor can complete only if a schema spells it out. */
export function usedInFiles({ documents, layers, project, fingerprint }: ProjectFiles): UsedInFiles {
  const all: readonly LayerDocument[] = [
    ...layers.defaults,
    ...layers.profiles.values(),
    ...documents.flatMap((document) => [document, ...document.overrides.values()]),
  ];
  const entries = all.flatMap(({ config }) => config);
  return {
    transforms: aliasesIn(entries, 'transforms'),
    predicates: aliasesIn(entries, 'predicates'),
    classPatterns: sorted(layers.defaults.flatMap(({ match }) => match.class?.map(({ text }) => text) ?? [])),
    ownKeys: sorted([project.ownership.marker?.key, fingerprint?.key].flatMap((key) => key ?? [])),
  };
}

/** From the list of aliases, and from the key of each with its class. */
function aliasesIn(entries: readonly ConfigEntry[], list: 'transforms' | 'predicates'): readonly string[] {
  const listed = entries
    .filter(({ key }) => key === list)
    .flatMap(({ elements }) => elements.flatMap((element) => literalText(element)?.split(',') ?? []));
  const typed = entries.flatMap(({ key }) => {
    const isType = key.startsWith(`${list}.`) && key.endsWith('.type');
    return isType ? [key.slice(list.length + 1, -'.type'.length)] : [];
  });
  return sorted([...listed.map((alias) => alias.trim()), ...typed].filter((alias) => isPlain(alias)));
}

/** A name with a reference in it is known only for each cluster. */
function isPlain(alias: string): boolean {
  return alias !== '' && !alias.includes('$');
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
