import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

/** A problem that an editor underlines; lines are counted from 1. */
export interface Finding {
  readonly line: number;
  readonly message: string;
}

/** A completion that an editor offers. */
export interface Offer {
  readonly label: string;
  /** The inserted text; `$1` and the like are tab stops. */
  readonly insert: string;
  readonly documentation: string;
  /** The kind in the Language Server Protocol: 7 class, 10 property, 12 value, 20 member of an enumeration. */
  readonly kind: number | undefined;
}

/** The cursor position: after the first occurrence of this text. */
export interface Cursor {
  readonly text: string;
  readonly behind: string;
}

/** A request or a notification of the Language Server Protocol (JSON-RPC). */
interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** The VS Code settings that its YAML extension sends to the server; without a file, the defaults. */
function settingsOf(folder: string): Readonly<Record<string, unknown>> {
  const file = path.join(folder, '.vscode/settings.json');
  const settings: object = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const yaml = Object.entries(settings).flatMap(([key, value]) =>
    key.startsWith('yaml.') ? [[key.slice('yaml.'.length), value]] : [],
  );
  // The extension enables these; the online schema store stays off, because tests use no network.
  const usual = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
  return { ...usual, ...Object.fromEntries(yaml) };
}

/** A real YAML language server in a directory, used as VS Code does. The caller must stop it. */
export class LanguageServer {
  readonly #child: ChildProcess;
  readonly #settings: Readonly<Record<string, unknown>>;
  readonly #answers = new Map<number, (result: unknown) => void>();
  readonly #findings = new Map<string, (found: readonly Finding[]) => void>();
  #settle: () => void = () => undefined;
  #unread = Buffer.alloc(0);
  #last = 0;

  private constructor(folder: string) {
    this.#settings = settingsOf(folder);
    const program = createRequire(import.meta.url).resolve('yaml-language-server/bin/yaml-language-server');
    this.#child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#read(chunk));
  }

  static async start(folder: string): Promise<LanguageServer> {
    const server = new LanguageServer(folder);
    const uri = pathToFileURL(folder).href;
    await server.#ask('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'project' }],
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: {
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
          hover: { contentFormat: ['markdown'] },
        },
      },
    });
    // It reports nothing before it has its settings.
    const settled = new Promise<void>((resolve) => {
      server.#settle = resolve;
    });
    server.#tell('initialized', {});
    await settled;
    return server;
  }

  /** Opens a file with this text and waits for its problems. */
  async open(file: string, text: string): Promise<readonly Finding[]> {
    const { uri } = pathOf(file);
    const found = new Promise<readonly Finding[]>((resolve) => this.#findings.set(uri, resolve));
    this.#last += 1;
    this.#tell('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: this.#last, text },
    });
    return found;
  }

  /** The completions at the cursor in an open file. */
  async complete(file: string, cursor: Cursor): Promise<readonly Offer[]> {
    const list = (await this.#ask('textDocument/completion', { ...pathAt(file, cursor) })) as {
      readonly items: readonly {
        readonly label: string;
        readonly insertText?: string;
        readonly documentation?: string | { readonly value: string };
        readonly kind?: number;
      }[];
    };
    return list.items.map(({ label, insertText = label, documentation = '', kind }) => ({
      label,
      insert: insertText,
      documentation: typeof documentation === 'string' ? documentation : documentation.value,
      kind,
    }));
  }

  /** The hover text of the word before the cursor, as Markdown; empty if there is none. */
  async hover(file: string, cursor: Cursor): Promise<string> {
    const answer = (await this.#ask('textDocument/hover', { ...pathAt(file, cursor) })) as {
      readonly contents: { readonly value: string };
    } | null;
    return answer?.contents.value ?? '';
  }

  end(): void {
    this.#child.kill();
  }

  async #ask(method: string, params: unknown): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    const answered = new Promise((resolve) => this.#answers.set(id, resolve));
    this.#send({ id, method, params });
    return answered;
  }

  #tell(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    for (;;) {
      const end = this.#unread.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(this.#unread.toString('latin1', 0, end))?.[1]);
      if (end < 0 || this.#unread.length < end + 4 + length) return;
      const body = this.#unread.toString('utf8', end + 4, end + 4 + length);
      this.#unread = this.#unread.subarray(end + 4 + length);
      this.#take(JSON.parse(body) as Message);
    }
  }

  #take({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics') this.#takeFindings(params as Published);
    if (method === 'workspace/configuration' && id !== undefined) {
      const { items } = params as { readonly items: readonly { readonly section: string }[] };
      this.#send({ id, result: items.map(({ section }) => (section === 'yaml' ? this.#settings : null)) });
      this.#settle();
    } else if (method !== undefined && id !== undefined) this.#send({ id, result: null });
    else if (id !== undefined) this.#answers.get(id)?.(result);
  }

  #takeFindings({ uri, diagnostics }: Published): void {
    this.#findings.get(uri)?.(
      diagnostics.map(({ range, message }) => ({ line: range.start.line + 1, message })),
    );
  }
}

interface Published {
  readonly uri: string;
  readonly diagnostics: readonly {
    readonly range: { readonly start: { readonly line: number } };
    readonly message: string;
  }[];
}

function pathOf(file: string): { readonly uri: string } {
  return { uri: pathToFileURL(file).href };
}

function pathAt(file: string, { text, behind }: Cursor) {
  const at = text.indexOf(behind);
  if (at < 0) throw new Error(`"${behind}" is not in the text`);
  const before = text.slice(0, at + behind.length).split('\n');
  return {
    textDocument: pathOf(file),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}
