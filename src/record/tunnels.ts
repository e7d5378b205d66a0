import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a tunnel leads to. */
export interface TunnelTarget {
  readonly scheme: 'http' | 'https';
  /** Host and port, as the client named them. */
  readonly authority: string;
}

/** A tunnel that a client asks for with CONNECT. */
export interface TunnelRequest {
  readonly socket: Duplex;
  /** The first bytes that the client has sent already. */
  readonly head: Buffer;
  /** The server that handles the requests inside the tunnel. */
  readonly server: Server;
}

/** Ends the TLS of a connection as the server that the client wanted to reach. */
export type EndTls = (socket: Duplex, authority: string) => Duplex;

/** How tunnels are opened. */
export interface TunnelOptions {
  /** Left out: HTTPS is refused. */
  readonly endTls?: EndTls | undefined;
  /** Called with each HTTPS target that is refused. */
  readonly onRefused: (authority: string) => void;
}

/**
 * Tunnels of clients that use CONNECT. A tunnel ends here: some clients send plain HTTP through it, which is read like
 * every other request; TLS is ended, or refused.
 */
export class Tunnels {
  readonly #options: TunnelOptions;
  readonly #targets = new WeakMap<object, TunnelTarget>();
  readonly #open = new Set<Duplex>();

  constructor(options: TunnelOptions) {
    this.#options = options;
  }

  /** What a connection leads to, if it is a tunnel. */
  find(socket: object): TunnelTarget | undefined {
    return this.#targets.get(socket);
  }

  open({ url = '' }: IncomingMessage, { socket, head, server }: TunnelRequest): void {
    socket.on('error', () => socket.destroy());
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    const authority = url.slice(url.lastIndexOf('@') + 1).toLowerCase();
    if (!/^[^\s/?#]+:\d{1,5}$/.test(authority)) {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      this.#enter(socket, { authority, isTls: first[0] === tlsHandshake, server });
    });
  }

  /** Closes all tunnels, idle ones too. */
  close(): void {
    for (const socket of this.#open) socket.destroy();
  }

  #enter(
    socket: Duplex,
    {
      authority,
      isTls,
      server,
    }: { readonly authority: string; readonly isTls: boolean; readonly server: Server },
  ): void {
    const { endTls, onRefused } = this.#options;
    if (!isTls) this.#serve(socket, { scheme: 'http', authority }, server);
    else if (endTls) {
      const secure = endTls(socket, authority);
      // A program that does not trust the certificate ends the connection before its first request.
      secure.once('error', () => onRefused(authority));
      this.#serve(secure, { scheme: 'https', authority }, server);
    } else {
      onRefused(authority);
      socket.end(tlsAccessDenied);
    }
  }

  #serve(socket: Duplex, target: TunnelTarget, server: Server): void {
    socket.on('error', () => socket.destroy());
    this.#targets.set(socket, target);
    server.emit('connection', socket);
    socket.resume();
  }
}

/** The type of the first TLS record. */
const tlsHandshake = 0x16;
/** A fatal alert `access_denied` (RFC 8446, 6.2), which clients show. */
const tlsAccessDenied = Buffer.from([0x15, 3, 1, 0, 2, 2, 49]);
