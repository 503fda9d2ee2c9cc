import { isWeekday } from '../../language/calendar.ts';
import { isPastTense } from '../../language/lexicon.ts';
import lexicon from '../../language/lexicons/propositions.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import { createWordTest } from '../../language/word-lists.ts';
import type { Link } from './alignment.ts';
import type { ReadSentence, ReadWord } from './reading.ts';

const PLANNING = new Set(lexicon.planning.words.map(stem));

const isComing = createWordTest(['tomorrow', 'tonight', 'today', 'next', 'soon', 'again']);

/** Whether a word dates what is told: a day, a month, a year, "tomorrow". */
const isDated = ({ lower, stem: root, figure }: ReadWord) =>
  isWeekday(lower) || root.startsWith('month:') || figure?.kind === 'year' || isComing(lower);

/** How a verb tells what is planned: with "will", with "is to", or in the present of a verb of planning. */
function isPlanned({ words }: ReadSentence, verb: number): boolean {
  const before = words.slice(Math.max(0, verb - 3), verb).map(({ lower }) => lower);
  if (before.includes('will') || /\b(?:is|are) to(?: be)?$/.test(before.join(' '))) return true;
  const word = words[verb];
  const isAlone = !before.some(lower =>
    /^(?:be|been|was|were|is|are|had|has|have|did|to|would|may|might|could|not|never)$/.test(lower),
  );
  return (
    word !== undefined &&
    isAlone &&
    PLANNING.has(word.stem) &&
    !isPastTense(word.lower) &&
    words.some(isDated)
  );
}

/** Whether both sentences tell the same deed as planned, in whatever tense: "opens", "is to open", "will open". */
export const arePlanned = (claim: ReadSentence, source: ReadSentence, link: Link): boolean =>
  isPlanned(claim, link.claim) && isPlanned(source, link.source);

const HELPERS =
  /^(?:be|been|being|was|were|is|are|am|had|has|have|having|did|do|does|to|will|would|can|could|may|might|must|shall|should)$/;

/** Whether a verb stands alone in the past tense (true) or the present (false); null if neither is sure. */
function isPast({ words }: ReadSentence, verb: number): boolean | null {
  const word = words[verb];
  if (
    word?.part !== 'verb' ||
    words.slice(Math.max(0, verb - 3), verb).some(({ lower }) => HELPERS.test(lower))
  )
    return null;
  if (/ing$/.test(word.lower)) return null;
  return isPastTense(word.lower) ? true : /[^s]s$/.test(word.lower) ? false : null;
}

/** How far before "and" the infinitive may begin with which a verb is joined. */
const INFINITIVE_REACH = 12;

/** Whether a verb goes on with an infinitive: "promised to open the clinic and close the pool". */
function isJoinedInfinitive({ words }: ReadSentence, verb: number): boolean {
  const lower = words[verb]?.lower ?? '';
  if (
    isPastTense(lower) ||
    /(?:[^s]s|ing)$/.test(lower) ||
    !/^(?:and|or)$/.test(words[verb - 1]?.lower ?? '')
  )
    return false;
  const from = Math.max(0, verb - INFINITIVE_REACH);
  return words
    .slice(from, verb)
    .some((word, at) => word.lower === 'to' && words[from + at + 1]?.part === 'verb');
}

/** Whether a claim tells as past what the sentence tells as present or as planned, or the other way round. */
export function isInOtherTense(claim: ReadSentence, source: ReadSentence, link: Link): boolean {
  const [claimed, given] = [isPast(claim, link.claim), isPast(source, link.source)];
  if (claimed !== null && isJoinedInfinitive(source, link.source)) return true;
  return claimed !== null && given !== null && claimed !== given;
}

/** Whether a claim says with "is" or "has" alone what the sentence says with "was" or "had". */
export function isOfThePast(
  claim: ReadSentence,
  source: ReadSentence,
  { claim: at, source: there }: Link,
): boolean {
  const [here, given] = [claim.words.slice(0, at), source.words.slice(Math.max(0, there - 3), there)];
  const helper = here.findLastIndex(({ part }) => part !== 'function');
  const isNow = here.slice(helper + 1).some(({ lower }) => /^(?:is|are|has|have)$/.test(lower));
  if (!isNow || claim.words[at]?.part === 'verb' || source.words[there]?.part === 'verb') return false;
  return (
    given.some(({ lower }) => /^(?:was|were|had)$/.test(lower)) &&
    !given.some(({ lower, part }) => /^(?:is|are|has|have|been)$/.test(lower) || part === 'verb')
  );
}
