import documents from './lexicons/documents.json' with { type: 'json' };
import mannerOfSpeaking from './lexicons/manner-of-speaking.json' with { type: 'json' };
import speechNouns from './lexicons/speech-nouns.json' with { type: 'json' };
import verbs from './lexicons/speech-verbs.json' with { type: 'json' };
import venues from './lexicons/venues.json' with { type: 'json' };
import { createWordTest, oneOf } from './word-lists.ts';

/**
 * Whether a word in small letters is a form of a reporting verb, which introduces or follows what somebody
 * says ("said", "warned", "called"): the cue of an attribution (Pareti 2015, "Attribution: A Computational
 * Approach").
 */
export const isCueVerb = createWordTest(verbs.saying.words);

/** Whether a word in small letters tells of speech only together with another one: "went on", "put it". */
export const isWeakCueVerb = createWordTest(verbs.weak.words);

/**
 * Whether two words in small letters are a form of a verb that tells of speech together with the word behind it:
 * "hit back", "sums it".
 */
export const isPhrasalCueVerb = createWordTest(verbs.phrasal.words);

/**
 * Whether a word in small letters may stand before its subject (quotative inversion): “...,” said Maria Holt.
 */
export const canInvert = createWordTest(verbs.inverting.words);

/** Whether a word in small letters tells of giving a name to somebody or something: "called", "described". */
export const isNamingVerb = createWordTest(verbs.naming.words);

/** Whether a word in small letters goes on with what the same person said before: "added". */
export const isContinuationVerb = createWordTest(verbs.continuing.words);

/** Whether a word in small letters is a verb of going on or beginning: "kept telling". */
export const isAspectual = createWordTest(verbs.aspectual.words);

/** Whether a word in small letters is a verb of making a document known: "issued a statement". */
export const isIssuing = createWordTest(verbs.issuing.words);

/** Whether a word in small letters tells of what somebody takes to be so: "he felt it would be". */
export const isThinkingVerb = createWordTest(verbs.thinking.words);
/** A form of "quote", in small letters: whoever does it gives somebody else's words. */
export const isQuotingVerb = (word: string): boolean => /^quot(?:e[ds]?|ing)$/.test(word);

/** Whether a word in small letters is a noun for what somebody said: "Trump's claim that ...". */
export const isSpeechNoun = createWordTest(speechNouns.words);

/**
 * Whether a word in small letters names a thing that speaks for whoever wrote it: "The letter continues:".
 */
export const isDocumentNoun = createWordTest(documents.words);

/** The past and the present of a regular verb; one short syllable doubles its last letter (snap, snapped). */
function inflectRegularVerb(verb: string): string[] {
  if (verb.endsWith('e')) return [`${verb}d`, `${verb}s`];
  const stem = /^[^aeiouy]*[aeiou][bdgmnpt]$/.test(verb) ? verb + verb.at(-1) : verb;
  return [`${stem}ed`, `${verb}${/(?:s|sh|ch)$/.test(verb) ? 'es' : 's'}`];
}

/**
 * Whether a word in small letters is a verb for the manner in which something is said (Levin 1993, "English
 * Verb Classes and Alternations", 37.3 and 40.2), which tells of speech beside a quotation alone: "sighed".
 */
export const isMannerOfSpeaking = createWordTest([
  ...mannerOfSpeaking.words.flatMap(inflectRegularVerb),
  ...verbs.irregularManners.words,
]);

/**
 * How the nouns of a venue have to stand, where the noun alone does not tell that something was said there.
 */
const FRAMES: Readonly<Record<string, (nouns: string) => string>> = {
  statement: nouns =>
    String.raw`\bin (?:a|an|the|his|her|its|their|that|this)(?: [\w-]+){0,2} ${nouns}\b|\bthe ${nouns}\b`,
  debate: nouns => String.raw`\b(?:at|in|during) (?:the|a|an|\w+’s|\w+'s)(?: [\w-]+){0,3} ${nouns}\b`,
  report: nouns => String.raw`\b(?:in|the) (?:a|an|the|its|their)?\s?(?:[\w-]+ ){0,2}${nouns}\b`,
  book: nouns => String.raw`\bin (?:his|her|their|a|the) (?:\w+ )?${nouns}\b`,
  video: nouns => String.raw`\bin (?:a|the|his|her|their) (?:\w+ )?${nouns}\b`,
};

function createVenuePattern(label: string, words: readonly string[]): RegExp {
  const nouns = oneOf(words);
  return new RegExp(FRAMES[label]?.(nouns) ?? String.raw`\b${nouns}\b`, 'i');
}

/** By the label of each venue that is known, the words that tell of it in a running text. */
const VENUES: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(venues.words).map(([label, words]) => [label, createVenuePattern(label, words)]),
);

/**
 * The label of the venue (letter, Twitter, interview) at which something was said, as far as a narration
 * tells: the one named nearest to `near`, an offset into it, or null.
 */
export function findVenue(narration: string, near: number): string | null {
  let nearest: { readonly label: string; readonly distance: number } | undefined;
  for (const [label, pattern] of VENUES) {
    const match = pattern.exec(narration);
    if (!match) continue;
    const distance = Math.abs(match.index - near);
    if (!nearest || distance < nearest.distance) nearest = { label, distance };
  }
  return nearest?.label ?? null;
}

/** Whether a text has words for the venue of this label: "tweeted" for Twitter. */
export function hasVenueWords(text: string, label: string): boolean {
  return VENUES.get(label)?.test(text) ?? false;
}
