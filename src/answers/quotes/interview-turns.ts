import type { Person } from '../../language/people.ts';
import { isAnswerLabel } from '../../language/turns.ts';
import type { ArticleLayout } from './layout.ts';
import { type QuotationAttribution, type QuotationContext, UNATTRIBUTED } from './reading.ts';
import { knownSpeakerOf, NO_SPEAKER } from './speakers.ts';

const initialsOf = (name: string) =>
  name
    .split(' ')
    .map(word => word.charAt(0))
    .join('');

/** Who is named in the article by these initials: "RA". */
const findByInitials = ({ hosts }: ArticleLayout, label: string): Person | undefined =>
  /^\p{Lu}{2,3}$/u.test(label)
    ? hosts
        .flatMap(({ named }) => named)
        .map(({ person }) => person)
        .find(({ name }) => initialsOf(name) === label)
    : undefined;

/** The person whom the label of a turn names, whatever its capitals: "RUTH ASKERLY", "Askerly". */
export function findLabelled({ people }: ArticleLayout, label: string): Person | undefined {
  const words = label
    .split(' ')
    .map(word => (/\p{Ll}/u.test(word) ? word : word.charAt(0) + word.slice(1).toLowerCase()));
  return people.find(words) ?? people.find(words.slice(-1));
}

/** The speaker of a labelled answer: "Ruth Askerly: …"; behind a mere "A:" whom the article is about. */
export function readInterviewTurn({ reading, first }: QuotationContext): QuotationAttribution | undefined {
  const { turns, layout } = reading;
  const turn = turns.get(first.paragraph);
  if (turn?.from !== first.start) return undefined;
  const { label } = turn;
  if (isAnswerLabel(label))
    return layout.protagonist
      ? { ...UNATTRIBUTED, who: knownSpeakerOf(layout.protagonist, label) }
      : UNATTRIBUTED;
  const person = findLabelled(layout, label) ?? findByInitials(layout, label);
  const who = person
    ? knownSpeakerOf(person, label)
    : { ...NO_SPEAKER, speaker: label, mention: label, isOne: true };
  return { ...UNATTRIBUTED, who };
}
