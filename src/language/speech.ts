import documents from './lexicons/documents.json' with { type: 'json' };
import mannerOfSpeaking from './lexicons/manner-of-speaking.json' with { type: 'json' };
import speechNouns from './lexicons/speech-nouns.json' with { type: 'json' };
import verbs from './lexicons/speech-verbs.json' with { type: 'json' };
import venues from './lexicons/venues.json' with { type: 'json' };
import { createWordTest, oneOf } from './word-lists.ts';

/**
 * Whether a lower-case word is a form of a reporting verb, which introduces or follows speech ("said",
 * "warned", "called"): the cue of an attribution (Pareti 2015, "Attribution: A Computational Approach").
 */
export const isCueVerb = createWordTest(verbs.saying.words);

/** Whether a lower-case word reports speech only in combination with another: "went on", "put it". */
export const isWeakCueVerb = createWordTest(verbs.weak.words);

/** Whether two lower-case words are a phrasal verb of speech: "hit back", "sums it". */
export const isPhrasalCueVerb = createWordTest(verbs.phrasal.words);

/** Whether a lower-case verb may precede its subject (quotative inversion): “...,” said Maria Holt. */
export const canInvert = createWordTest(verbs.inverting.words);

/** Whether a lower-case word is a verb for naming somebody or something: "called", "described". */
export const isNamingVerb = createWordTest(verbs.naming.words);

/** Whether a lower-case word continues the same person's speech: "added". */
export const isContinuationVerb = createWordTest(verbs.continuing.words);

/** Whether a lower-case word is a verb of continuing or beginning: "kept telling". */
export const isAspectual = createWordTest(verbs.aspectual.words);

/** Whether a lower-case word before "to" and a verb says that its subject did it: "used to say". */
export const isCatenative = createWordTest(verbs.catenative.words);

/** Whether a lower-case word is a verb for publishing a document: "issued a statement". */
export const isIssuing = createWordTest(verbs.issuing.words);

/** Whether a lower-case word reports somebody's belief: "he felt it would be". */
export const isThinkingVerb = createWordTest(verbs.thinking.words);
/** Whether a lower-case word is a form of "quote": its subject passes on somebody else's words. */
export const isQuotingVerb = (word: string): boolean => /^quot(?:e[ds]?|ing)$/.test(word);

/** Whether a lower-case word is a noun for something said: "Trump's claim that ...". */
export const isSpeechNoun = createWordTest(speechNouns.words);

/** Whether a lower-case word names a document that speaks for its author: "The letter continues:". */
export const isDocumentNoun = createWordTest(documents.words);

/** A regular verb's past and present forms; a single short syllable doubles its last letter (snap). */
function inflectRegularVerb(verb: string): string[] {
  if (verb.endsWith('e')) return [`${verb}d`, `${verb}s`];
  const stem = /^[^aeiouy]*[aeiou][bdgmnpt]$/.test(verb) ? verb + verb.at(-1) : verb;
  return [`${stem}ed`, `${verb}${/(?:s|sh|ch)$/.test(verb) ? 'es' : 's'}`];
}

/**
 * Whether a lower-case word is a verb for the manner of speaking (Levin 1993, "English Verb Classes and
 * Alternations", 37.3 and 40.2), which reports speech only beside a quotation: "sighed".
 */
export const isMannerOfSpeaking = createWordTest([
  ...mannerOfSpeaking.words.flatMap(inflectRegularVerb),
  ...verbs.irregularManners.words,
]);

/** Where a venue's nouns must occur if the noun alone does not show that something was said there. */
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

/** For the label of each venue, the words that indicate it in running text. */
const VENUES: ReadonlyMap<string, RegExp> = new Map(
  Object.entries(venues.words).map(([label, words]) => [label, createVenuePattern(label, words)]),
);

/** The venue (letter, Twitter, interview) of speech in a narration nearest to the offset `near`, or null. */
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

/** Whether a text contains words for the venue with this label: "tweeted" for Twitter. */
export function hasVenueWords(text: string, label: string): boolean {
  return VENUES.get(label)?.test(text) ?? false;
}
