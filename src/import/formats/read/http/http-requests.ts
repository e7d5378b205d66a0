/** A request in an `.http` file. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** The text of the body, or the file that it comes from. */
  readonly body: { readonly kind: 'text' | 'file'; readonly text: string };
  /** Where the body begins; the line of the request if it comes from a file. */
  readonly offset: number;
}

/** An `.http` file of IntelliJ or of the REST client of Visual Studio Code. */
export interface HttpFile {
  readonly requests: readonly HttpRequest[];
  /** `@name = value`, by name. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Reads the requests of a file. They are separated by lines that begin with `###`. */
export function readHttpRequests(text: string): HttpFile {
  const variables = new Map<string, string>();
  const requests: HttpRequest[] = [];
  let lines: Line[] = [];
  for (const line of linesOf(text)) {
    const [, name, value] = /^@([\w.-]+)[ \t]*=(.*)$/.exec(line.text) ?? [];
    if (line.text.startsWith('###')) {
      requests.push(...requestOf(lines));
      lines = [];
    } else if (name !== undefined && value !== undefined) variables.set(name, value.trim());
    else lines.push(line);
  }
  return { requests: [...requests, ...requestOf(lines)], variables };
}

interface Line {
  readonly text: string;
  readonly offset: number;
}

function linesOf(text: string): readonly Line[] {
  let offset = 0;
  return text.split('\n').map((line) => {
    const start = offset;
    offset += line.length + 1;
    return { text: line.replace(/\r$/, ''), offset: start };
  });
}

/** The request line may be continued in indented lines; the body begins after the first blank line. */
function requestOf(lines: readonly Line[]): readonly HttpRequest[] {
  const start = lines.findIndex(({ text }) => /^[A-Z]{3,8}[ \t]+\S/.test(text));
  const line = lines[start];
  if (!line) return [];
  const blank = lines.findIndex(({ text }, index) => index > start && text.trim() === '');
  const head = lines.slice(start + 1, blank < 0 ? lines.length : blank);
  const continued = head.filter(({ text }) => /^[ \t]+[/?&]/.test(text)).map(({ text }) => text.trim());
  const [method = '', first = ''] = line.text.split(/[ \t]+/);
  const body = blank < 0 ? [] : bodyOf(lines.slice(blank + 1));
  const file = /^<@?(?:[ \t]*[\w-]+)??[ \t]+(\S.*)$/.exec(body[0]?.text ?? '')?.[1];
  return [
    {
      method,
      url: [first, ...continued].join(''),
      body: file
        ? { kind: 'file', text: file.trim() }
        : { kind: 'text', text: body.map(({ text }) => text).join('\n') },
      offset: (file ? line : (body[0] ?? line)).offset,
    },
  ];
}

/** The lines before a response handler or a reference to an earlier response. */
function bodyOf(lines: readonly Line[]): readonly Line[] {
  const first = lines.findIndex(({ text }) => text.trim() !== '');
  const rest = first < 0 ? [] : lines.slice(first);
  const end = rest.findIndex(({ text }) => /^(?:> |>>|<> )/.test(text));
  return end < 0 ? rest : rest.slice(0, end);
}
