/** A refusal of the worker: thrown by what serves a request, answered as the error entity of Connect. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
