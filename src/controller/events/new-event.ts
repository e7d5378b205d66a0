import type { ControllerEvent } from '../../model/controller-event.ts';

/** An event before it has an id and a time. */
export type NewEvent = Omit<ControllerEvent, 'id' | 'time'>;
