import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDaysOption,
  parseDays,
  parseTime,
  parseZone,
  suggestDays,
  suggestZones,
} from '../src/digests/schedule-text.ts';
import { formatDays } from '../src/discord/render/digest-schedule.ts';
import { UserError } from '../src/errors.ts';

describe('days as editors type them', () => {
  it.each([
    ['every day', [1, 2, 3, 4, 5, 6, 7]],
    ['Daily', [1, 2, 3, 4, 5, 6, 7]],
    ['weekdays', [1, 2, 3, 4, 5]],
    ['weekends', [6, 7]],
    ['Monday', [1]],
    ['mondays', [1]],
    ['mon,thu', [1, 4]],
    ['Thu Mon', [1, 4]],
    ['tues & thurs', [2, 4]],
    ['monday and friday', [1, 5]],
    ['Mon to Fri', [1, 2, 3, 4, 5]],
    ['sat-mon', [1, 6, 7]],
    ['weekdays, sunday', [1, 2, 3, 4, 5, 7]],
  ])('%s is understood', (typed, days) => {
    expect(parseDays(typed)).toEqual(days);
  });

  it.each(['', ' , ', 'never', 'm', 't', 'mon-wed-fri', 'constructor', '__proto__', '8', 'mon 25'])(
    '%j is refused with examples',
    typed => {
      expect(() => parseDays(typed)).toThrow(UserError);
      expect(() => parseDays(typed)).toThrow('“weekdays”');
    },
  );

  it('written out can be typed again', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), chosen => {
        const days = chosen.sort((a, b) => a - b);
        expect(parseDays(formatDaysOption(days))).toEqual(days);
        expect(formatDays(days)).toMatch(/^(every day|on |at weekends)/);
      }),
    );
  });

  it('of a list of one’s own are offered while they are typed', () => {
    expect(suggestDays('mon, thu')[0]).toBe('mon, thu');
    expect(suggestDays('week')).toEqual(['weekdays', 'weekends']);
  });
});

describe('a time as editors type it', () => {
  it.each([
    ['08:30', '08:30'],
    ['8:30', '08:30'],
    ['8.30', '08:30'],
    ['0830', '08:30'],
    ['8h30', '08:30'],
    ['9', '09:00'],
    ['21', '21:00'],
    ['21h', '21:00'],
    ['9 Uhr', '09:00'],
    ['9 o’clock', '09:00'],
    ['9点30分', '09:30'],
    ['8am', '08:00'],
    ['8:30 pm', '20:30'],
    ['8.30 P.M.', '20:30'],
    ['12am', '00:00'],
    ['12 pm', '12:00'],
    ['noon', '12:00'],
    ['midnight', '00:00'],
    ['23:59', '23:59'],
  ])('%s is %s', (typed, time) => {
    expect(parseTime(typed)).toBe(time);
  });

  it.each(['', '24', '24:00', '8:60', '13pm', '0am', '8:3', 'morning', '08:30:15', '-8:30'])(
    '%j is refused with examples',
    typed => {
      expect(() => parseTime(typed)).toThrow(UserError);
    },
  );
});

describe('a time zone as editors type it', () => {
  it('is found without regard to case, by its city and with typing errors', () => {
    expect(parseZone('europe/berlin')).toBe('Europe/Berlin');
    expect(parseZone('America/New York')).toBe('America/New_York');
    expect(parseZone('utc')).toBe('UTC');
    expect(suggestZones('new york')[0]).toBe('America/New_York');
    expect(suggestZones('berl')[0]).toBe('Europe/Berlin');
    expect(suggestZones('Berlni')).toContain('Europe/Berlin');
    expect(suggestZones('lodnon')).toContain('Europe/London');
    // names that begin with the text come before those that contain it
    expect(suggestZones('e').filter(zone => !/(?:^|\/)e/i.test(zone))).toEqual([]);
  });

  it('is found by a city that only one has, with or without its accents', () => {
    expect(parseZone('Berlin')).toBe('Europe/Berlin');
    expect(parseZone('new york')).toBe('America/New_York');
    expect(parseZone('São Paulo')).toBe('America/Sao_Paulo');
  });

  it('that is none is not explained with a far-fetched one', () => {
    expect(() => parseZone('Mars/Base')).toThrow('Type a large city in it');
    expect(() => parseZone('Berlni')).toThrow('Try Europe/Berlin.');
  });

  it.each(['', 'Mars/Olympus', '+02:00', 'UTC+2', 'Europe/../Berlin'])('%j is refused', typed => {
    expect(() => parseZone(typed)).toThrow(UserError);
  });

  it('is never more than Discord’s 25 choices, each one usable', () => {
    for (const typed of ['', 'a', 'america', '😀', 'x'.repeat(100)]) {
      const offered = suggestZones(typed);
      expect(offered.length).toBeLessThanOrEqual(25);
      for (const zone of offered) expect(parseZone(zone)).toBe(zone);
    }
    expect(suggestZones('').length).toBeGreaterThan(10);
  });
});
