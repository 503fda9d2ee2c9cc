import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  findNextSlot,
  findPreviousSlot,
  listNextSlots,
  listSlotsBetween,
  type Schedule,
} from '../src/digests/schedule.ts';

const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** The slots from a day on as instants in UTC, to the minute. */
function listSlots(zone: string, time: string, from: string, count: number, days = everyDay): string[] {
  const start = Temporal.ZonedDateTime.from(`${from}T00:00[${zone}]`).epochMilliseconds - 1;
  return listNextSlots({ zone, time, days }, start, count).map(slot =>
    new Date(slot).toISOString().slice(0, 16),
  );
}

describe('a digest across the changes of the clocks', () => {
  it('keeps its wall-clock time in Berlin in spring and in autumn', () => {
    expect(listSlots('Europe/Berlin', '08:30', '2026-03-28', 2)).toEqual([
      '2026-03-28T07:30',
      '2026-03-29T06:30',
    ]);
    expect(listSlots('Europe/Berlin', '08:30', '2026-10-24', 2)).toEqual([
      '2026-10-24T06:30',
      '2026-10-25T07:30',
    ]);
  });

  it('keeps its wall-clock time in New York in spring and in autumn', () => {
    expect(listSlots('America/New_York', '08:30', '2026-03-07', 2)).toEqual([
      '2026-03-07T13:30',
      '2026-03-08T12:30',
    ]);
    expect(listSlots('America/New_York', '08:30', '2026-10-31', 2)).toEqual([
      '2026-10-31T12:30',
      '2026-11-01T13:30',
    ]);
  });

  it('moves a time that spring skips on by the length of the gap', () => {
    // Berlin goes from 02:00 to 03:00 on 29 March: 02:30 becomes 03:30 (+02:00).
    expect(listSlots('Europe/Berlin', '02:30', '2026-03-28', 3)).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:30',
      '2026-03-30T00:30',
    ]);
    expect(listSlots('Europe/Berlin', '02:00', '2026-03-29', 1)).toEqual(['2026-03-29T01:00']);
    expect(listSlots('America/New_York', '02:30', '2026-03-08', 2)).toEqual([
      '2026-03-08T07:30',
      '2026-03-09T06:30',
    ]);
    // Lord Howe goes from 02:00 to 02:30 on 4 October: 02:10 becomes 02:40 (+11:00).
    expect(listSlots('Australia/Lord_Howe', '02:10', '2026-10-03', 3)).toEqual([
      '2026-10-02T15:40',
      '2026-10-03T15:40',
      '2026-10-04T15:10',
    ]);
  });

  it('posts a time that autumn repeats once, at the first', () => {
    // Berlin goes from 03:00 back to 02:00 on 25 October: the first 02:30 is at +02:00.
    expect(listSlots('Europe/Berlin', '02:30', '2026-10-24', 3)).toEqual([
      '2026-10-24T00:30',
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
    expect(listSlots('America/New_York', '01:30', '2026-11-01', 2)).toEqual([
      '2026-11-01T05:30',
      '2026-11-02T06:30',
    ]);
    // Lord Howe goes from 02:00 back to 01:30 on 5 April: the first 01:45 is at +11:00.
    expect(listSlots('Australia/Lord_Howe', '01:45', '2026-04-05', 2)).toEqual([
      '2026-04-04T14:45',
      '2026-04-05T15:15',
    ]);
  });

  it('moves a midnight that does not exist to the first hour of the same day', () => {
    // Cairo goes from 00:00 to 01:00 on 24 April.
    expect(listSlots('Africa/Cairo', '00:15', '2026-04-23', 3)).toEqual([
      '2026-04-22T22:15',
      '2026-04-23T22:15',
      '2026-04-24T21:15',
    ]);
  });

  it('has no slot on the Friday that Samoa skipped, and none twice', () => {
    expect(listSlots('Pacific/Apia', '08:30', '2011-12-28', 4)).toEqual([
      '2011-12-28T18:30',
      '2011-12-29T18:30',
      '2011-12-30T18:30',
      '2011-12-31T18:30',
    ]);
    expect(listSlots('Pacific/Apia', '08:30', '2011-12-28', 1, [5])).toEqual(['2012-01-05T18:30']);
  });

  it('finds the same slot from either side of a moved time', () => {
    const berlin: Schedule = { zone: 'Europe/Berlin', time: '02:30', days: [7] };
    const moved = Date.parse('2026-03-29T01:30:00Z');
    expect(findNextSlot(berlin, moved - 1)).toBe(moved);
    expect(findNextSlot(berlin, moved)).toBe(Date.parse('2026-04-05T00:30:00Z'));
    expect(findPreviousSlot(berlin, moved + 1)).toBe(moved);
    expect(findPreviousSlot(berlin, moved)).toBe(Date.parse('2026-03-22T01:30:00Z'));
  });
});

describe('the slots of any digest', () => {
  const zones = Intl.supportedValuesOf('timeZone');
  const schedule = fc.record({
    zone: fc.oneof(
      fc.constantFrom(...zones),
      fc.constantFrom(
        'Pacific/Apia',
        'Australia/Lord_Howe',
        'Africa/Cairo',
        'America/Havana',
        'Europe/Dublin',
      ),
    ),
    time: fc
      .record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) })
      .map(({ hour, minute }) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  });
  const instant = fc
    .date({ min: new Date('2005-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
    .map(Number);

  it('strictly increase, one for each listed day that exists, at the right wall time unless the clocks skip it', () => {
    fc.assert(
      fc.property(schedule, instant, (schedule, start) => {
        const until = start + 40 * 86_400_000;
        const found = listSlotsBetween(schedule, start, until);
        const days = found.map(slot => dayOf(schedule, slot));
        expect(found).toEqual([...new Set(found)].sort((a, b) => a - b));
        expect(new Set(days.map(String)).size).toBe(found.length);
        expect(days.map(String)).toEqual(listDays(schedule, start, until));
      }),
      { numRuns: 150 },
    );
  });

  it('are the same read forwards and backwards', () => {
    fc.assert(
      fc.property(schedule, instant, (schedule, start) => {
        const [first, second] = listNextSlots(schedule, start, 2) as [number, number];
        expect(findPreviousSlot(schedule, second)).toBe(first);
        expect(findPreviousSlot(schedule, first)).toBeLessThanOrEqual(start);
      }),
      { numRuns: 100 },
    );
  });
});

/**
 * The day a slot belongs to, derived from its local time; a moved time is recognized because it differs from
 * the schedule's.
 */
function dayOf(schedule: Schedule, slot: number): Temporal.PlainDate {
  const local = Temporal.Instant.fromEpochMilliseconds(slot).toZonedDateTimeISO(schedule.zone);
  if (local.toPlainTime().toString({ smallestUnit: 'minute' }) === schedule.time) return local.toPlainDate();
  // The local time is not the schedule's, so the clocks must have gone forward within the previous day.
  const shift = local.offsetNanoseconds - local.subtract({ hours: 24 }).offsetNanoseconds;
  expect(shift).toBeGreaterThan(0);
  const asked = local.toPlainDateTime().subtract({ nanoseconds: shift });
  expect(asked.toPlainTime().toString({ smallestUnit: 'minute' })).toBe(schedule.time);
  expect(() => asked.toZonedDateTime(schedule.zone, { disambiguation: 'reject' })).toThrow(RangeError);
  return asked.toPlainDate();
}

/**
 * The scheduled days whose time falls into a span, found by walking through it hour by hour instead of day by
 * day.
 */
function listDays(schedule: Schedule, start: number, until: number): string[] {
  const days = new Set<string>();
  for (let at = start - 2 * 86_400_000; at <= until + 86_400_000; at += 3_600_000)
    days.add(
      Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(schedule.zone).toPlainDate().toString(),
    );
  return [...days].filter(day => {
    if (!schedule.days.includes(Temporal.PlainDate.from(day).dayOfWeek)) return false;
    const at = Temporal.PlainDateTime.from(`${day}T${schedule.time}`).toZonedDateTime(
      schedule.zone,
    ).epochMilliseconds;
    return at > start && at <= until;
  });
}
