import { parseExactJson } from '../../../../model/exact-json.ts';
import { connectorsOfData } from '../connectors-of-data.ts';
import { combine, emptyFile, type FoundConnectorFile, type FoundFile, positionOf } from '../found-file.ts';
import type { Importer } from '../importer.ts';
import { jsonFault } from '../read-json-file.ts';
import { nameInUrl } from '../shapes/sent-request.ts';
import { toFoundConnectors } from '../to-found-connectors.ts';
import { type HttpRequest, readHttpRequests } from './http-requests.ts';
import { fillHttpVariables, nameWithVariables, quoteHttpVariables } from './http-variables.ts';

/** Requests of IntelliJ and of the REST client of Visual Studio Code. */
export const httpFileImporter: Importer = {
  format: 'HTTP requests',
  extensions: ['.http', '.rest'],
  recognizes: ({ text }) =>
    /^(?:POST|PUT)[ \t]+\S{0,500}\/connectors\b/m.test(text) && !/\bcurl\b/.test(text),
  read: readHttpFile,
};

function readHttpFile(file: FoundFile): FoundConnectorFile {
  const { requests, variables } = readHttpRequests(file.text);
  const sent = requests.filter(
    ({ method, url }) =>
      /^(?:POST|PUT)$/.test(method) && /\/connectors(?:\/[^/?#]+\/config)?\/?(?:[?#]|$)/.test(url),
  );
  const literal = [...variables].filter(([, value]) => !value.includes('{{'));
  return combine([
    ...sent.map((request) => readRequest(file, request, new Map(literal))),
    { ...emptyFile, variables: new Map(literal) },
  ]);
}

function readRequest(
  file: FoundFile,
  request: HttpRequest,
  variables: ReadonlyMap<string, string>,
): FoundConnectorFile {
  const { body, offset, url } = request;
  const text = body.kind === 'text' ? body.text : file.readNamed(body.text);
  if (text === undefined) return notRead(file, request, 'the file does not exist');
  if (text.trim() === '') return notRead(file, request, 'the request has no body');
  const read = body.kind === 'text' ? file : { ...file, file: body.text, text };
  try {
    const data = fillHttpVariables(parseExactJson(quoteHttpVariables(text)), variables);
    const found = connectorsOfData(data);
    if (found.length === 0) return notRead(file, request, 'the body contains no connector');
    const name = nameInUrl(nameWithVariables(url, variables));
    return toFoundConnectors(read, { found, offset: body.kind === 'text' ? offset : 0, name });
  } catch (error) {
    return notRead(file, request, jsonFault(error, text));
  }
}

function notRead(file: FoundFile, { url, body, offset }: HttpRequest, reason: string): FoundConnectorFile {
  const from = body.kind === 'file' ? `< ${body.text}` : undefined;
  const shown = url.replace(/\/\/[^/@]*@/, '//');
  return {
    ...emptyFile,
    notRead: [{ source: positionOf(file, offset), url: shown, body: from, reason }],
  };
}
