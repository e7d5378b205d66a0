import type { Clock } from '../model/clock.ts';
import type { ControllerEvent } from '../model/controller-event.ts';
import { randomId } from '../model/random-id.ts';
import { isBad } from './webhook-body.ts';

const mostAtOnce = 20;

/** A mass failure must not flood a chat: what is bad comes first, and the rest is a number. */
export function withoutMany(given: readonly ControllerEvent[]): readonly ControllerEvent[] {
  const isMass = given.length > mostAtOnce;
  const events = isMass ? [...given.filter(isBad), ...given.filter((event) => !isBad(event))] : given;
  const rest = events.slice(mostAtOnce);
  const [first] = rest;
  if (!first) return events;
  const message = `and ${rest.length} more events at the same time; the page of the controller and its log have them all`;
  const { id, time, kind } = first;
  return [...events.slice(0, mostAtOnce), { id, time, kind, cluster: null, connector: null, message }];
}

/** What a receiver that is back gets in place of the events that it missed. */
export function droppedEvents(number: number, clock: Clock): ControllerEvent {
  const events = number === 1 ? '1 event was' : `${number} events were`;
  return {
    kind: 'events-dropped',
    id: randomId(clock),
    time: new Date(clock.wallTime()).toISOString(),
    ...{ cluster: null, connector: null },
    message: `${events} dropped while this webhook took none; the log of the controller has them all`,
  };
}
