import { Temporal } from 'temporal-polyfill';
import type { Digest } from './digest.ts';

/** When a digest is due: the ISO weekdays, the wall-clock time HH:MM and the IANA time zone. */
export type Schedule = Pick<Digest, 'days' | 'time' | 'zone'>;

/**
 * The slots after an instant, in order and without end (loops forever if no listed weekday exists). All
 * instants are milliseconds since 1970, UTC.
 *
 * There is one slot per listed day of the zone's calendar. Daylight saving affects it as it does calendar
 * events (RFC 5545, section 3.3.5, and Temporal's 'compatible'): a time that is skipped moves forward by as
 * much as the clocks do (02:30 becomes 03:30 on that day); a time that occurs twice is the first of the two.
 * A day that the zone skipped altogether, as Samoa did on 30 December 2011, has no slot.
 */
function* generateSlotsAfter(schedule: Schedule, after: number): Generator<number, never> {
  // a slot late in the day may have moved into the next day, so the search begins a day early
  let day = localDateOf(schedule.zone, after).subtract({ days: 1 });
  while (true) {
    const slot = slotOf(schedule, day);
    if (slot !== null && slot > after) yield slot;
    day = day.add({ days: 1 });
  }
}

/** The first slot after an instant. */
export function findNextSlot(schedule: Schedule, after: number): number {
  return generateSlotsAfter(schedule, after).next().value;
}

/** The first `count` slots after an instant. */
export function listNextSlots(schedule: Schedule, after: number, count: number): number[] {
  return generateSlotsAfter(schedule, after).take(count).toArray();
}

/** The last slot before an instant. */
export function findPreviousSlot(schedule: Schedule, before: number): number {
  let day = localDateOf(schedule.zone, before);
  while (true) {
    const slot = slotOf(schedule, day);
    if (slot !== null && slot < before) return slot;
    day = day.subtract({ days: 1 });
  }
}

/** The slots after `after`, up to and including `until`. */
export function listSlotsBetween(schedule: Schedule, after: number, until: number): number[] {
  const slots: number[] = [];
  for (const slot of generateSlotsAfter(schedule, after)) {
    if (slot > until) break;
    slots.push(slot);
  }
  return slots;
}

/** The slot of one local day, or null if the day is not listed or does not exist in the zone. */
function slotOf(schedule: Schedule, day: Temporal.PlainDate): number | null {
  if (!schedule.days.includes(day.dayOfWeek) || !existsInZone(day, schedule.zone)) return null;
  const wall = day.toPlainDateTime(Temporal.PlainTime.from(schedule.time));
  return wall.toZonedDateTime(schedule.zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** False for a skipped day, whose first moment belongs to the day after it. */
function existsInZone(day: Temporal.PlainDate, zone: string): boolean {
  return day.toZonedDateTime(zone).toPlainDate().equals(day);
}

function localDateOf(zone: string, instant: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
}
