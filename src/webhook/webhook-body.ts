import type { ControllerEvent, ControllerEventKind } from '../model/controller-event.ts';
import { toJsonLine } from '../model/print-json.ts';
import { toPrintableLine } from '../model/printable.ts';
import { eventSource } from './event-source.ts';

/** What a request of a webhook carries. */
export interface WebhookBody {
  readonly contentType: string;
  readonly text: string;
}

/** How the receiver wants its events. */
export type WebhookFormat = 'cloudevents' | 'slack' | 'teams';

/** The body for one event, by format. `source` identifies the controller (`checkEventSource`). */
export const webhookBodies: Readonly<
  Record<WebhookFormat, (event: ControllerEvent, source: string) => WebhookBody>
> = {
  /** CloudEvents 1.0, structured mode. */
  cloudevents: (event, source) => {
    const subject = [event.cluster, event.connector].filter((part) => part !== null).join('/');
    const head = {
      specversion: '1.0',
      id: event.id,
      source: eventSource(source, event.cluster),
      type: `io.connect-sync.${event.kind}`,
      ...(subject !== '' && { subject }),
      time: event.time,
      datacontenttype: 'application/json',
    };
    return { contentType: 'application/cloudevents+json', text: toJsonLine({ ...head, data: event }) };
  },
  /** An incoming webhook of Slack, which also Mattermost and Rocket.Chat understand. */
  slack: (event) => json({ text: `${marks[event.kind]} ${withoutMarkup(sentence(event))}` }),
  /** A workflow of Microsoft Teams: an Adaptive Card. */
  teams: (event) => {
    const block = {
      type: 'TextBlock',
      wrap: true,
      text: `${marks[event.kind]} ${withoutMarkdown(sentence(event))}`,
    };
    const content = {
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.4',
      body: [block],
    };
    const contentType = 'application/vnd.microsoft.card.adaptive';
    return json({ type: 'message', attachments: [{ contentType, content }] });
  },
};

function sentence({ cluster, connector, kind, message }: ControllerEvent): string {
  const place = [cluster, connector].filter((part) => part !== null).join(' / ');
  return toPrintableLine(`${place === '' ? '' : `${place}: `}${kind}: ${message}`);
}

/** Teams reads links, images and emphasis. */
function withoutMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]()<>#!~|]/g, '\\$&');
}

/** Slack reads `<…>` as links and mentions. */
function withoutMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function json(value: unknown): WebhookBody {
  return { contentType: 'application/json', text: toJsonLine(value) };
}

const [bad, good, neutral] = ['🔴', '🟢', '🔵'];

/** The kind of an event at a glance. */
const marks: Readonly<Record<ControllerEventKind, string>> = {
  'controller-started': neutral,
  'controller-stopped': neutral,
  'leadership-gained': neutral,
  'leadership-lost': neutral,
  'source-failed': bad,
  'source-recovered': good,
  'source-changed': neutral,
  'cluster-unread': bad,
  'cluster-read': good,
  'plan-blocked': bad,
  'plan-unblocked': good,
  'drift-appeared': bad,
  'drift-ended': good,
  'connector-failed': bad,
  'connector-recovered': good,
  'connector-held': bad,
  'connector-released': good,
  'change-applied': neutral,
  'change-failed': bad,
  'events-dropped': bad,
};

/** Whether somebody should look. */
export function isBad({ kind }: ControllerEvent): boolean {
  return marks[kind] === bad;
}
