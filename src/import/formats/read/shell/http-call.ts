import { leadOf, literalOf, type ShellText, type ShellWord, withoutLead } from './shell-text.ts';

/** A request that a command sends. */
export interface HttpCall {
  readonly url: ShellWord | undefined;
  /** Undefined if it is not known. */
  readonly method: string | undefined;
  readonly bodies: readonly CallBody[];
}

/** What the body of a request is read from: text of the command, a file, the standard input, or something else. */
export interface CallBody {
  readonly kind: 'text' | 'file' | 'stdin' | 'other';
  /** The text, or the path of the file. */
  readonly text: ShellText;
  /** As it is written in the script, without text that may be secret. */
  readonly raw: string;
}

type Collected = { urls: ShellWord[]; method: string | undefined; bodies: CallBody[]; isGet: boolean };

/** A program that sends requests. */
interface Client {
  /** One-letter options with a value. */
  readonly letters: string;
  /** Long options with a value that is no part of the request. */
  readonly options: RegExp;
  readonly take: (option: string, value: ShellWord, found: Collected) => void;
}

const curl: Client = {
  letters: 'AbcCdDeEFHKmoPQrtTuUwxXyYz',
  options:
    /^--(?:header|output|user|max-time|connect-timeout|retry\S*|write-out|cacert|cert|key|proxy|cookie|resolve|user-agent)$/,
  take: (option, value, found) => {
    if (/^(?:-d|--data|--data-ascii|--data-binary|--json)$/.test(option))
      found.bodies.push(bodyOf(value, '@'));
    else if (option === '--data-raw') found.bodies.push(bodyOf(value));
    else if (/^(?:-T|--upload-file)$/.test(option)) {
      found.bodies.push(fileBody(value, value.raw));
      found.method ??= 'PUT';
    } else if (/^(?:-F|--form|--data-urlencode|-K|--config)$/.test(option))
      found.bodies.push(otherBody(value));
    else if (/^(?:-X|--request)$/.test(option)) found.method = literalOf(value.text);
    else if (option === '--url') found.urls.push(value);
  },
};

const wget: Client = {
  letters: 'aOoPeQtTwUilDIXR',
  options: /^--(?:header|output-document|user|password|timeout|tries)$/,
  take: (option, value, found) => {
    if (/^--(?:post|body)-data$/.test(option)) found.bodies.push(bodyOf(value));
    else if (/^--(?:post|body)-file$/.test(option)) found.bodies.push(fileBody(value, value.raw));
    else if (option === '--method') found.method = literalOf(value.text);
  },
};

const httpie: Client = {
  letters: 'aAopPs',
  options: /^--(?:auth|auth-type|print|output|style|timeout|session|verify|cert|cert-key|proxy)$/,
  take: (option, value, found) => {
    if (option === '--raw') found.bodies.push(bodyOf(value));
  },
};

const clients: Readonly<Record<string, Client>> = { curl, wget, http: httpie, https: httpie, xh: httpie };

/** The position of a program that sends requests in a command; -1 if there is none. */
export function clientIndex(words: readonly ShellWord[]): number {
  return words.findIndex(({ text }) => programName(text) in clients);
}

/** The requests of a command that starts with a program for them. */
export function httpCalls([program, ...words]: readonly ShellWord[], hasInput: boolean): readonly HttpCall[] {
  const client = clients[programName(program?.text ?? [])] ?? curl;
  const next = words.findIndex(({ raw }) => client === curl && (raw === '--next' || raw === '-:'));
  if (program && next >= 0)
    return [
      ...httpCalls([program, ...words.slice(0, next)], hasInput),
      ...httpCalls([program, ...words.slice(next + 1)], hasInput),
    ];
  const found: Collected = { urls: [], method: undefined, bodies: [], isGet: false };
  readArguments(words, client, found);
  const { bodies, isGet, ...call } = client === httpie ? withItems(found, hasInput) : found;
  const sent = isGet ? [] : bodies;
  const urls = call.urls.filter(({ text }) => text.some(({ kind }) => kind === 'text'));
  const options = urls.length > 0 ? call.urls.filter((one) => !urls.includes(one)) : [];
  const targets = urls.length > 0 ? urls : call.urls.length > 0 ? call.urls : [undefined];
  return targets.map((url) => {
    const isUnknown = !isGet && url !== undefined && mayWrite(url, options);
    const method = call.method ?? (sent.length > 0 ? 'POST' : isUnknown ? undefined : 'GET');
    return { url, method, bodies: sent };
  });
}

/** Words beside the URL may be any options. Those of a request for all connectors are usually a user and time limits. */
function mayWrite({ raw }: ShellWord, options: readonly ShellWord[]): boolean {
  const isConfig = /\/config\b/.test(raw);
  return options.some(({ text }) => isConfig || text.some(({ kind }) => kind === 'unknown'));
}

function programName(text: ShellText): string {
  return (literalOf(text) ?? '').replace(/^.*\//, '');
}

function readArguments(words: readonly ShellWord[], client: Client, found: Collected): void {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word) return;
    const { option, value } = optionOf(word, client);
    if (option === undefined) found.urls.push(word);
    else if (/^(?:-G|--get|-I|--head)$/.test(option)) found.isGet = true;
    else if (value) client.take(option, value, found);
    else if (takesValue(option, client)) {
      index += 1;
      const next = words[index];
      if (next) client.take(option, next, found);
    }
  }
}

/** The option of a word, and its value if that is in the same word: `-d@file`, `--data=…`, `-sXPUT`. */
function optionOf(word: ShellWord, { letters }: Client): { option?: string; value?: ShellWord | undefined } {
  const lead = leadOf(word.text);
  const [long] = /^--[\w-]+/.exec(lead) ?? [];
  const cut = (length: number) => ({
    ...word,
    text: withoutLead(word.text, length),
    raw: word.raw.slice(length),
  });
  if (long) return { option: long, value: lead[long.length] === '=' ? cut(long.length + 1) : undefined };
  if (!/^-\w/.test(lead)) return {};
  for (const [index, letter] of [...lead].entries()) {
    if (index === 0 || (letter !== 'G' && letter !== 'I' && !letters.includes(letter))) continue;
    const isLast = index + 1 === lead.length && word.text.length === 1;
    return { option: `-${letter}`, value: isLast || /[GI]/.test(letter) ? undefined : cut(index + 1) };
  }
  return { option: '-' };
}

function takesValue(option: string, { letters, options }: Client): boolean {
  if (option.startsWith('--'))
    return (
      options.test(option) ||
      /^--(?:data\S*|json|upload-file|form|config|request|url|(?:post|body)-(?:data|file)|method|raw)$/.test(
        option,
      )
    );
  return letters.includes(option[1] ?? '-');
}

/** HTTPie: a method, a URL and items of the body, which the standard input replaces. */
function withItems(found: Collected, hasInput: boolean): Collected {
  const [first, ...others] = found.urls;
  const method = /^[A-Z]+$/.exec(literalOf(first?.text ?? []) ?? '')?.[0];
  const [url, ...items] = method ? others : found.urls;
  const sent = items.filter(({ text }) => /^@|^[^:]*=/.test(leadOf(text)) || leadOf(text).includes(':='));
  const bodies = sent.map((item) => (item.raw.startsWith('@') ? bodyOf(item, '@') : otherBody(item)));
  if (found.bodies.length + bodies.length === 0 && hasInput)
    bodies.push({ kind: 'stdin', text: [], raw: '-' });
  return { ...found, method, urls: url ? [url] : [], bodies: [...found.bodies, ...bodies] };
}

function bodyOf(word: ShellWord, sign?: '@'): CallBody {
  if (sign && leadOf(word.text).startsWith(sign))
    return fileBody({ ...word, text: withoutLead(word.text, 1) }, word.raw);
  return { kind: 'text', text: word.text, raw: expansionOf(word.raw) ?? 'text in the script' };
}

function fileBody({ text }: ShellWord, raw: string): CallBody {
  const name = literalOf(text);
  if (name === '-' || name === '.' || name === '/dev/stdin') return { kind: 'stdin', text: [], raw: '-' };
  return { kind: 'file', text, raw: shownForm(raw) };
}

function otherBody({ text, raw }: ShellWord): CallBody {
  return { kind: 'other', text, raw: `${/^[\w.-]+:?=/.exec(raw)?.[0] ?? ''}…` };
}

/** An expansion as it is written; undefined for a word with other text. A default or a command may contain a secret. */
export function expansionOf(raw: string): string | undefined {
  const text = shownForm(raw);
  return /^(?:\$\w+|\$[@*#?$!-]|\$\{\w+…?\}|[$<]\(…\)|`…`)$/.test(text) ? text : undefined;
}

/** A path or a URL as it is written, with only the form of expansions that may contain a secret. */
export function shownForm(raw: string): string {
  const text = raw
    .replaceAll(/["']/g, '')
    .replace(/([$<])\(.*/s, '$1(…)')
    .replace(/`.*/s, '`…`');
  const [start = '', ...expansions] = text.split('${');
  return [start, ...expansions.map(withoutOperand)].join('${').slice(0, 200);
}

/** The rest of `${NAME:-default} …` without the default. */
function withoutOperand(text: string): string {
  const [name = ''] = /^\w*/.exec(text) ?? [];
  const end = text.indexOf('}');
  if (end === name.length) return text;
  return `${name}…}${end < 0 ? '' : text.slice(end + 1)}`;
}
