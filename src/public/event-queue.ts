/** Events on their way from a callback to a loop; they are kept until they are read. */
export class EventQueue<Event> {
  readonly #waiting: Event[] = [];
  #isEnded = false;
  #wake: () => void = () => undefined;

  add(event: Event): void {
    this.#waiting.push(event);
    this.#wake();
  }

  /** Nothing is added from now on: a reader ends when it has read the rest. */
  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  async *read(): AsyncGenerator<Event, void, void> {
    for (;;) {
      const event = this.#waiting.shift();
      if (event !== undefined) yield event;
      else if (this.#isEnded) return;
      else await this.#nextChange();
    }
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
