import { findNameRuns, nameWordsOf } from '../../language/person-names.ts';
import { isDocumentNoun } from '../../language/speech.ts';
import { textAt } from '../../language/tokens.ts';
import { beginningOf } from './context-window.ts';
import { type ArticleLayout, type AttributedSpeaker, phraseTextOf } from './layout.ts';
import { knownSpeakerOf, NO_SPEAKER } from './speakers.ts';

/** The writer of the letter in the sentence before `index`: "a letter from a woman named Ann Lee". */
export function findWriterBefore({ hosts, people }: ArticleLayout, index: number): AttributedSpeaker {
  const host = hosts[index - 1];
  if (!host) return NO_SPEAKER;
  const list = beginningOf(host.tokens);
  const document = list.findIndex(({ text }) => isDocumentNoun(text.toLowerCase()));
  const from = list.findIndex(({ text }, at) => at > document && /^(?:from|by)$/.test(text));
  if (document < 0 || from < 0) return NO_SPEAKER;
  const end = list.findIndex(({ kind }, at) => at > from && kind !== 'word');
  const run = findNameRuns(list.slice(0, end < 0 ? list.length : end)).find(
    ({ from: at }) => at === from + 1 || (at > from && /^(?:named|called)$/.test(textAt(list, at - 1))),
  );
  const person = run && people.find(nameWordsOf(list, run));
  return person ? knownSpeakerOf(person, phraseTextOf(host, run)) : NO_SPEAKER;
}
