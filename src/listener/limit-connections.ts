import type { IncomingMessage, Server, ServerResponse } from 'node:http';

type Socket = IncomingMessage['socket'];

/**
 * Keeps a server to so many connections. For one more, the connection ends that has waited longest for the rest of a
 * request, so that clients that send nothing keep no probe out. Only where all of them get answers is the new one refused.
 */
export function limitConnections(server: Server, most: number): void {
  const waiting = new Set<Socket>();
  const answered = new Map<Socket, number>();
  server.on('connection', (socket: Socket) => {
    waiting.add(socket);
    socket.once('close', () => {
      waiting.delete(socket);
      answered.delete(socket);
    });
    const [oldest] = waiting;
    if (waiting.size + answered.size <= most || !oldest) return;
    // Its event `close` may come after the next connection.
    waiting.delete(oldest);
    oldest.destroy();
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    request.once('end', () => {
      if (response.closed || socket.destroyed) return;
      waiting.delete(socket);
      answered.set(socket, (answered.get(socket) ?? 0) + 1);
      response.once('close', () => {
        // With pipelining several requests of one connection are answered in turn.
        const left = (answered.get(socket) ?? 1) - 1;
        if (left > 0) answered.set(socket, left);
        else answered.delete(socket);
        if (left <= 0 && !socket.destroyed) waiting.add(socket);
      });
    });
  });
}
