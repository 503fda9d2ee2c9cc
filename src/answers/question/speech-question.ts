import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { isReadingEnglish } from '../../language/stems.ts';
import { trimEnd } from '../../language/trimming.ts';
import { oneOf } from '../../language/word-lists.ts';
import { parseForeignSpeechQuestion } from './foreign-forms.ts';
import { writeOut } from './route.ts';

/** A question about what was said: the speaker, or null if the question asks who; the verb; and the subject. */
export interface SpeechQuestion {
  readonly speaker: string | null;
  readonly verb: string;
  readonly about: string;
}

const VERB = `(?<verb>${oneOf(lexicon.said.words.verbs)})`;
const VERB_OR_WISH = `(?<verb>${oneOf([...lexicon.said.words.verbs, ...lexicon.said.words.wanting])})`;
const NOUN = oneOf(lexicon.said.words.nouns);
/**
 * "What did Glassner say about the mailer?", "how did the club react to it"; speaker: up to 80 characters.
 */
const WHAT_SAID = new RegExp(
  String.raw`\b(?:what|how) (?:else )?(?:did|does|do|has|have|had) (?<speaker>.{1,80}?) (?:have to |actually |really |exactly )?${VERB_OR_WISH}\b(?<about>[\s\S]*)`,
  'iu',
);
/** "What was the mayor's reaction to the vote?", "any quotes from Solheim?" */
const WHOSE_WORDS = new RegExp(
  String.raw`^(?:and |so |but )?(?:what (?:is|was|are|were) )?(?<speaker>[\p{L}.' -]{1,60}?)'s? ${NOUN}\b(?<about>[\s\S]*)`,
  'iu',
);
const WORDS_OF = new RegExp(
  String.raw`^(?!how |when |where |why |who ).*\b${NOUN} (?:from|by|of) (?<speaker>[^?.!,]{1,60}?)(?: (?<about>(?:about|on|to) [\s\S]*))?$`,
  'iu',
);
const WHO_SAID = new RegExp(
  String.raw`^(?:and |so |but )?who(?:m)?(?: was it that| is it that)? (?:has |had |have |is |was )?(?:also |actually )?${VERB}\b(?<about>[\s\S]*)`,
  'iu',
);

/** Parses a question about what was said; undefined if it asks something else. */
export function parseSpeechQuestion(question: string): SpeechQuestion | undefined {
  const written = trimEnd(writeOut(question), /[\s?.!]/);
  if (!isReadingEnglish()) {
    const foreign = parseForeignSpeechQuestion(written);
    return foreign && { verb: '', ...foreign };
  }
  const who = WHO_SAID.exec(written)?.groups;
  if (who) return { speaker: null, verb: who.verb ?? '', about: who.about ?? '' };
  const said = (WHAT_SAID.exec(written) ?? WORDS_OF.exec(written) ?? WHOSE_WORDS.exec(written))?.groups;
  return said?.speaker
    ? { speaker: said.speaker, verb: said.verb ?? '', about: said.about ?? '' }
    : undefined;
}
