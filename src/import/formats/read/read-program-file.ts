import path from 'node:path';
import type { Source } from '../../../model/source.ts';
import { emptyFile, type FoundConnectorFile, type FoundFile } from './found-file.ts';
import type { Importer } from './importer.ts';
import { mentionsOf } from './mentions.ts';

/** Programs, build files and documentation: import does not run them, and lists the connectors that they mention. */
export const programImporter: Importer = {
  format: 'program',
  extensions: (
    '.adoc .bat .cmd .cs .dockerfile .ex .exs .go .gradle .groovy .html .java .js .jsx .kt .kts .lua .md .mdx .mjs ' +
    '.cjs .mk .php .pl .ps1 .psm1 .py .r .rb .rs .rst .scala .ts .tsx .vb .xml .ipynb'
  ).split(' '),
  recognizes: ({ file, text }) =>
    /^(?:(?:.*\.)?(?:Dockerfile|Makefile|GNUmakefile|Jenkinsfile|Vagrantfile|Rakefile|justfile|Justfile)|Dockerfile\..*)$/.test(
      path.posix.basename(file),
    ) || /^#!.{0,200}\b(?:python|ruby|node|perl|php|groovy|pwsh|java)/.test(text),
  read: readProgramFile,
};

function readProgramFile(file: FoundFile): FoundConnectorFile {
  const name = path.posix.basename(file.file);
  const reason = reasonFor(name);
  const mentions = mentionsOf(file);
  const lines = new Set(mentions.map(({ line }) => line));
  const calls = isDocumentation(name) ? [] : callsIn(file).filter(({ line }) => !lines.has(line));
  const sources = [...mentions, ...calls].sort((one, other) => one.line - other.line);
  return {
    ...emptyFile,
    notRead: sources.map((source) => ({ source, url: undefined, body: undefined, reason })),
  };
}

/** The lines that send something to connectors: recipes of a Makefile, steps of a Jenkinsfile. */
function callsIn({ file, text }: FoundFile): readonly Source[] {
  return text.split('\n').flatMap((line, index) => {
    const isCall =
      line.includes('/connectors') && /\b(?:PUT|POST|put|post)\b|\s(?:-d|--data|--json)\b/.test(line);
    return isCall ? [{ file, line: index + 1, column: 1 }] : [];
  });
}

function isDocumentation(name: string): boolean {
  return /\.(?:md|mdx|adoc|rst|html)$/i.test(name);
}

function reasonFor(name: string): string {
  if (isDocumentation(name)) return 'documentation: save the example in a file of its own to import it';
  const command = /makefile$|\.mk$/i.test(name) ? 'make TARGET' : 'COMMAND';
  return `a program: record what it sends with  connect-sync import --record -- ${command}`;
}
