import { distance } from 'fastest-levenshtein';
import { UserError } from '../errors.ts';
import { elementAt } from '../lists.ts';

/** Parses what editors type, tolerantly, and formats it consistently. Days are ISO weekdays: 1 is Monday. */

const DAY_NAMES = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const DAY_GROUPS: ReadonlyMap<string, readonly number[]> = new Map([
  ['every day', EVERY_DAY],
  ['everyday', EVERY_DAY],
  ['daily', EVERY_DAY],
  ['all', EVERY_DAY],
  ['weekdays', [1, 2, 3, 4, 5]],
  ['weekday', [1, 2, 3, 4, 5]],
  ['weekends', [6, 7]],
  ['weekend', [6, 7]],
]);

/** A common abbreviation that is not a prefix of the name. */
const DAY_ABBREVIATIONS: ReadonlyMap<string, number> = new Map([['weds', 3]]);

/** Parses "every day", "weekdays", "mon, thu", "sat-mon" into sorted weekdays. Throws a UserError. */
export function parseDays(typed: string): number[] {
  const text = typed.trim().toLowerCase().replace(/\s+/g, ' ');
  const days = text
    .split(/[,;/+&]|\band\b/)
    .flatMap(part => (part.trim() === '' ? [] : parseDayRange(part.trim(), typed)));
  if (days.length === 0) throw createDaysError(typed);
  return [...new Set(days)].sort((a, b) => a - b);
}

function parseDayRange(part: string, typed: string): readonly number[] {
  const group = DAY_GROUPS.get(part);
  if (group) return group;
  const ends = part.split(/[-–]|\bto\b/).map(end => end.trim());
  if (ends.length === 1) return part.split(' ').map(day => parseDay(day, typed));
  if (ends.length > 2) throw createDaysError(typed);
  const [from, to] = ends.map(day => parseDay(day, typed)) as [number, number];
  return Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, step) => ((from - 1 + step) % 7) + 1);
}

function parseDay(text: string, typed: string): number {
  const day = text.replace(/\.$/, '').replace(/days$/, 'day');
  const index = day.length < 2 ? -1 : DAY_NAMES.findIndex(name => name.toLowerCase().startsWith(day));
  const found = DAY_ABBREVIATIONS.get(day) ?? (index < 0 ? undefined : index + 1);
  if (found === undefined) throw createDaysError(typed);
  return found;
}

function createDaysError(typed: string): UserError {
  return new UserError(
    'I don’t understand the days “{{typed}}”. Try “every day”, “weekdays”, “weekends”, “Monday” or “mon, thu”.',
    { typed },
  );
}

/** Formats days as an editor would type them. */
export function formatDaysOption(days: readonly number[]): string {
  const group = ['every day', 'weekdays', 'weekends'].find(
    name => DAY_GROUPS.get(name)?.join() === days.join(),
  );
  return (
    group ??
    days
      .map(day =>
        elementAt(DAY_NAMES, day - 1)
          .slice(0, 3)
          .toLowerCase(),
      )
      .join(', ')
  );
}

/** Suggests completions while days are typed. */
export function suggestDays(typed: string): string[] {
  const offers = ['every day', 'weekdays', 'weekends', ...DAY_NAMES];
  const text = typed.trim().toLowerCase();
  const fitting = offers.filter(offer => offer.toLowerCase().includes(text));
  const read = tryOrNull(() => parseDays(typed));
  return read === null ? fitting : [...new Set([formatDaysOption(read), ...fitting])];
}

/** Parses "08:30", "0830", "8h30", "8", "8 Uhr", "8:30 pm", "noon", "midnight" into HH:MM. Throws a UserError. */
export function parseTime(typed: string): string {
  const text = typed.trim().toLowerCase().replace(/\./g, ':').replace(/\s+/g, '');
  if (text === 'noon') return '12:00';
  if (text === 'midnight') return '00:00';
  const match =
    /^(\d{1,2})(?:[:h点點時时]?(\d{2})分?)?(?:h|uhr|o['’]?clock|[点點時时])?(am|pm|a:m:?|p:m:?)?$/.exec(text);
  const hour = Number(match?.[1]);
  const minute = Number(match?.[2] ?? 0);
  const half = match?.[3]?.[0];
  if (!match || minute > 59 || hour > (half ? 12 : 23) || (half && hour === 0)) throw createTimeError(typed);
  const hour24 = half ? (hour % 12) + (half === 'p' ? 12 : 0) : hour;
  return `${String(hour24).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function createTimeError(typed: string): UserError {
  return new UserError('I don’t understand the time “{{typed}}”. Try “08:30”, “8:30 pm” or “8am”.', {
    typed,
  });
}

const ZONES: readonly string[] = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])];

/** Returns the IANA name in its canonical spelling. Throws a UserError that suggests the closest ones. */
export function parseZone(typed: string): string {
  const wanted = typed.trim().replace(/\s+/g, '_').toLowerCase();
  const found = ZONES.find(zone => zone.toLowerCase() === wanted);
  if (found) return found;
  const older =
    /[a-z]/i.test(wanted) && !/^(?:utc|gmt)?[+-]\d/.test(wanted)
      ? tryOrNull(() => resolveZone(wanted))
      : null;
  if (older) return older;
  const [only, ...others] = ZONES.filter(zone => cityOf(zone.toLowerCase()) === removeAccents(wanted));
  if (only && others.length === 0) return only;
  const near = suggestZones(typed).slice(0, 3).join(', ');
  if (near === '')
    throw new UserError(
      'I don’t know the time zone “{{typed}}”. Type a large city in it, for example Berlin.',
      { typed },
    );
  throw new UserError('I don’t know the time zone “{{typed}}”. Try {{near}}.', { typed, near });
}

/** "america/sao_paulo" -> "sao_paulo". */
const cityOf = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1);
const removeAccents = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '');

/** Resolves older names such as Asia/Calcutta, which are not in the list of supported values. */
function resolveZone(wanted: string): string {
  return new Intl.DateTimeFormat('en', { timeZone: wanted }).resolvedOptions().timeZone;
}

/** The zones that match what has been typed, allowing typing errors, best first, at most 25. */
export function suggestZones(typed: string): string[] {
  const wanted = removeAccents(typed.trim().toLowerCase().replace(/\s+/g, '_'));
  if (wanted === '') return SUGGESTED_ZONES.filter(zone => ZONES.includes(zone));
  return ZONES.map(zone => ({ zone, score: scoreZone(zone.toLowerCase(), wanted) }))
    .filter(({ score }) => score < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.score - b.score || a.zone.localeCompare(b.zone))
    .slice(0, 25)
    .map(({ zone }) => zone);
}

/** Lower is better: the city's start, the name's start, anywhere in it, typing errors in the city. */
function scoreZone(zone: string, wanted: string): number {
  const city = cityOf(zone);
  if (city.startsWith(wanted)) return 0;
  if (zone.startsWith(wanted)) return 1;
  if (zone.includes(wanted)) return 2;
  const sought = cityOf(wanted);
  const errors = Math.min(distance(city, sought), distance(city.slice(0, sought.length), sought));
  // people rarely get the first letter wrong
  const isNear = city[0] === sought[0] && errors <= Math.floor(sought.length / 3);
  return isNear ? 2 + errors : Number.POSITIVE_INFINITY;
}

/** The suggestions while nothing is typed: cities around the world, from west to east. */
const SUGGESTED_ZONES = [
  'UTC',
  'Pacific/Honolulu',
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Africa/Cairo',
  'Africa/Lagos',
  'Africa/Nairobi',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Kolkata',
  'Asia/Calcutta',
  'Asia/Bangkok',
  'Asia/Singapore',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
];

/** Returns the result, or null if it throws. */
function tryOrNull<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch {
    return null; // not parsable is an ordinary outcome here
  }
}
