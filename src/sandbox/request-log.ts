/** A request that the sandbox received. */
export interface SandboxRequest {
  readonly method: string;
  /** With the query, as sent. */
  readonly path: string;
  /** Undefined while it is in flight, and where the connection ended without an answer. */
  readonly status: number | undefined;
}

/** Every request, in the order of arrival. */
export class RequestLog {
  readonly #requests: { method: string; path: string; status: number | undefined }[] = [];

  get requests(): readonly SandboxRequest[] {
    return this.#requests;
  }

  /** Records a request; the function that it returns records the status of the answer. */
  received(method: string, path: string): (status: number) => void {
    const request: { method: string; path: string; status: number | undefined } = {
      method,
      path,
      status: undefined,
    };
    this.#requests.push(request);
    return (status) => {
      request.status = status;
    };
  }

  clear(): void {
    this.#requests.length = 0;
  }
}
