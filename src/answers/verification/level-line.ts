import { createMessage, formatPlain, quotePlain } from '../../i18n/template-values.ts';
import { t } from '../../i18n/translate.ts';
import { truncateAtWord } from '../../language/folding.ts';
import { trimEnd } from '../../language/trimming.ts';
import type { Level } from '../levels.ts';
import { parseReason, reasons } from './reasons.ts';

/** Maximum characters of a reason within a line. */
const MAX_REASON = 120;

/** How many statements of an answer reach each level, and which were left out. */
interface StatedLevels {
  readonly levels: Readonly<Record<Level, number>>;
  /** Why statements are not shown, one reason for each. */
  readonly leftOut: readonly string[];
}

/** Who drafted the answer, and how to mask strangers' words within a reason. */
interface LevelWording {
  readonly engine: string;
  readonly mask: (text: string) => string;
}

/**
 * `all word for word`, or `2 statements word for word`, `1 shortened`, then `1 left out: …`: one plain text
 * for each level. Where all statements are of one level, nothing is counted.
 */
export function formatLevels({ levels, leftOut }: StatedLevels, wording: LevelWording): string[] {
  return [...formatShown(levels, wording), ...formatLeftOut(leftOut, wording)];
}

function formatShown(
  { verbatim, shortened, worded }: StatedLevels['levels'],
  wording: LevelWording,
): string[] {
  const all = verbatim + shortened + worded;
  if (all === 0) return [];
  const isOne = all === 1;
  if (verbatim === all) return [isOne ? t('word for word') : t('all word for word')];
  if (shortened === all) return [isOne ? t('shortened') : t('all shortened')];
  if (worded === all) return [formatAllWorded(isOne, wording)];
  return [
    ...(verbatim > 0 ? [t('{{count}} statement word for word', { count: verbatim })] : []),
    ...(shortened > 0 ? [t('{{number}} shortened', { number: shortened })] : []),
    ...(worded > 0 ? [formatWorded(worded, wording)] : []),
  ];
}

/** The built-in engine shortens sentences and has no words of its own. */
const isBuiltIn = ({ engine }: LevelWording) => engine === 'extractive';

const formatWorded = (number: number, wording: LevelWording) =>
  isBuiltIn(wording)
    ? t('{{number}} in other words ≈', { number })
    : t('{{number}} in the model’s words ≈', { number });

function formatAllWorded(isOne: boolean, wording: LevelWording): string {
  if (isBuiltIn(wording)) return isOne ? t('in other words ≈') : t('all in other words ≈');
  return isOne ? t('in the model’s words ≈') : t('all in the model’s words ≈');
}

/** `1 left out: …`: one part for refused statements, with the first reason, and one for hidden ones. */
export function formatLeftOut(leftOut: readonly string[], wording: LevelWording): string[] {
  const refused = leftOut.filter(reason => !isWithheld(reason));
  const withheld = leftOut.length - refused.length;
  return [...formatRefused(refused, wording), ...(withheld > 0 ? [formatWithheld(withheld, wording)] : [])];
}

/** Whether a statement is left out only because the server shows nothing but proven statements. */
const isWithheld = (reason: string): boolean => reason === reasons.withheld;

const formatWithheld = (number: number, wording: LevelWording) =>
  isBuiltIn(wording)
    ? t('{{number}} left out: in other words', { number })
    : t('{{number}} left out: in the model’s words', { number });

function formatRefused(refused: readonly string[], { mask }: LevelWording): string[] {
  const [first] = refused;
  if (first === undefined) return [];
  const values = { number: refused.length, reason: shortenReason(mask(translateReason(first))) };
  const isOne = refused.every(reason => reason === first);
  return [
    formatPlain(
      isOne
        ? createMessage('{{number}} left out: {{reason}}', values)
        : createMessage('{{number}} left out, the first: {{reason}}', values),
    ),
  ];
}

/** Drops a reason's full stop, which would stand in the middle of a line, and cuts it at a word. */
function shortenReason(reason: string): string {
  const bare = trimEnd(reason, /[.。]/);
  return bare.length <= MAX_REASON ? bare : `${truncateAtWord(bare, MAX_REASON - 1)}…`;
}

/** Active content: links, addresses and mentions. */
const ACTIVE = /:\/\/|\bwww\.|\bdiscord(?:app)?\.|@|<[@#&:t]|\]\(/i;

/** A text with its active words replaced by an ellipsis. */
const hideActive = (text: string) =>
  text
    .split(' ')
    .map(word => (ACTIVE.test(word) ? '…' : word))
    .join(' ');

/** A list of words in quotation marks (`“a”, “b”`), in those of the reader's language. */
const quoteListed = (value: string) =>
  /^“.*”$/.test(value) ? value.replaceAll(/“([^“”]*)”/g, (_, word: string) => quotePlain(word)) : value;

/** A reason in the reader's language, as plain text; one that fits no template stays as it is. */
export function translateReason(reason: string): string {
  const found = parseReason(reason);
  if (!found) return hideActive(reason);
  if (found.template === reasons.foreign && ACTIVE.test(found.values.words ?? ''))
    return t('It has a link or a mention that the article doesn’t have.');
  const values = Object.entries(found.values).map(([name, value]) => [
    name,
    name === 'reason' ? translateReason(value) : quoteListed(hideActive(value)),
  ]);
  return formatPlain(createMessage(found.template, Object.fromEntries(values)));
}
