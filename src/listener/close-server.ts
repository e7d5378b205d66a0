import type { Server } from 'node:http';
import type { Clock } from '../model/clock.ts';

const millisecondsForTheRest = 500;

/** Accepts nothing more, answers what is in flight for half a second, and then ends all connections. */
export async function closeServer(server: Server, clock: Clock): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = clock.deadline(millisecondsForTheRest, () => server.closeAllConnections());
    server.close(() => {
      cancel();
      resolve();
    });
    server.closeIdleConnections();
  });
}
