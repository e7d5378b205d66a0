import xterm from '@xterm/headless';

/** How a terminal looks: every line from the first that scrolled away to the last that is not empty. */
export type Screen = readonly string[];

/** A terminal that nobody sees: a real emulator with scrollback, for what programs do with cursors. */
export class TestTerminal {
  readonly isTerminal = true;
  /** Every text as it was written, in order. */
  readonly writes: string[] = [];
  readonly #terminal: InstanceType<typeof xterm.Terminal>;

  constructor(size: { readonly columns: number; readonly rows: number }) {
    this.#terminal = new xterm.Terminal({
      cols: size.columns,
      rows: size.rows,
      scrollback: 10_000,
      // As the terminal driver does for every line feed.
      convertEol: true,
      allowProposedApi: true,
    });
  }

  get columns(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  /** Arrow functions, so that it can be passed on as a stream. */
  readonly write = (text: string): void => {
    this.writes.push(text);
    this.#terminal.write(text);
  };

  /** Somebody pulls at the window. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#settled();
    this.#terminal.resize(columns, rows);
  }

  async screen(): Promise<Screen> {
    await this.#settled();
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, index) => active.getLine(index));
    const texts = lines.map((line) => line?.translateToString(true) ?? '');
    return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
  }

  /** Where the next character goes: column and line from 0, the line counted as `screen` counts. */
  async cursor(): Promise<{ readonly column: number; readonly line: number }> {
    await this.#settled();
    const { active } = this.#terminal.buffer;
    return { column: active.cursorX, line: active.baseY + active.cursorY };
  }

  /** How it looked after each write, in order. */
  async history(): Promise<readonly Screen[]> {
    const replay = new TestTerminal({ columns: this.columns, rows: this.rows });
    const screens: Screen[] = [];
    for (const text of this.writes) {
      replay.write(text);
      screens.push(await replay.screen());
    }
    return screens;
  }

  #settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#terminal.write('', resolve);
    });
  }
}
