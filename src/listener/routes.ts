import { type Reply, textReply } from './reply.ts';
import type { Site } from './site.ts';

/** What a route knows of a request that was let in. */
export interface RouteRequest {
  /** Without the question mark. */
  readonly query: string;
  readonly accept: string | undefined;
}

/** One route. */
export interface Route {
  readonly methods: readonly ('GET' | 'HEAD' | 'POST')[];
  /** Only for who may start a run. */
  readonly isGuarded?: true;
  reply(site: Site, request: RouteRequest): Reply | Promise<Reply>;
}

const read = ['GET', 'HEAD'] as const;

/** All routes by path; the table in docs/reference/listener.md is the same. */
export const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  [
    '/',
    {
      methods: read,
      reply: (site, { query }) => ({
        status: 200,
        contentType: 'text/html; charset=utf-8',
        body: site.page(query),
      }),
    },
  ],
  [
    '/api/status',
    {
      methods: read,
      reply: (site) => ({ status: 200, contentType: 'application/json', body: site.status() }),
    },
  ],
  [
    '/metrics',
    { methods: read, reply: async (site, { accept }) => ({ status: 200, ...(await site.metrics(accept)) }) },
  ],
  ['/healthz', { methods: read, reply: () => textReply(200, 'ok') }],
  [
    '/readyz',
    {
      methods: read,
      reply: (site) => {
        const { ready, reasons } = site.readiness();
        return ready ? textReply(200, 'ok') : textReply(503, reasons.join('\n'));
      },
    },
  ],
  [
    '/-/reconcile',
    {
      methods: ['POST'],
      isGuarded: true,
      reply: (site) => {
        site.trigger();
        return textReply(202, 'a run starts, or follows the one that is under way');
      },
    },
  ],
]);
