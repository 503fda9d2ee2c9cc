import { fillTemplate } from '../../../i18n/templates.ts';
import { reasons } from '../reasons.ts';
import type { ReadSentence } from './clause.ts';
import { compareAny, textOf } from './likeness.ts';
import type { Phrase } from './phrases.ts';
import { findSameTold, type Rule, writtenIn } from './rule.ts';

/** Finds a clause of the wrong person: all with the same verb about the same thing have another source. */
export const findOtherTeller: Rule = (claimed, given) => {
  const who = claimed.source?.phrase;
  if (!who || who.isPronoun) return null;
  const same = findSameTold(claimed, given);
  const tellers = same.map(({ clause }) => clause.source?.phrase ?? null);
  if (
    tellers.length === 0 ||
    tellers.some(teller => teller === null || compareAny([who], [teller]) !== 'other')
  )
    return null;
  const [teller] = tellers;
  if (!teller?.isName || !who.isName) return null;
  return fillTemplate(reasons.otherAgent, {
    verb: claimed.written,
    other: textOf([teller]),
    word: textOf([who]),
  });
};

/** Finds a judgement ("is reckless") that the text attributes to somebody else. */
export function findOtherSource(statement: ReadSentence, sentences: readonly ReadSentence[]): string | null {
  const said = sentences.flatMap(readAttributions);
  for (const claimed of readAttributions(statement)) {
    const same = said.filter(
      ({ about, what }) =>
        compareAny(claimed.about, about) !== 'other' &&
        [...claimed.what].every(stem => what.has(stem)) &&
        claimed.what.size > 0,
    );
    const likeness = same.map(({ source }) => compareAny([claimed.source], [source]));
    if (same.length === 0 || likeness.some(each => each !== 'other')) continue;
    const [other] = same;
    if (other)
      return fillTemplate(reasons.otherAgent, {
        verb: claimed.written,
        other: textOf([other.source]),
        word: textOf([claimed.source]),
      });
  }
  return null;
}

interface Attribution {
  readonly source: Phrase;
  readonly about: readonly Phrase[];
  readonly what: ReadonlySet<string>;
  readonly written: string;
}

/** Judgements with their sources: "called the plan reckless", "“The plan is reckless,” said Quill". */
function readAttributions(sentence: ReadSentence): Attribution[] {
  const write = (predicate: readonly string[]) => predicate.map(each => writtenIn(sentence, each)).join(' ');
  return sentence.clauses.flatMap(({ verb, agents, patients, predicate, source, written }) => {
    const [agent] = agents;
    if (
      verb === 'call' ||
      verb === 'describ' ||
      verb === 'brand' ||
      verb === 'label' ||
      verb === 'consid' ||
      verb === 'find'
    )
      return agent && predicate.length > 0
        ? [
            {
              source: agent,
              about: patients,
              what: new Set(predicate),
              written: `${written} ${write(predicate)}`,
            },
          ]
        : [];
    const isOf = verb === 'be' && source?.phrase && predicate.length > 0;
    return isOf && source.phrase
      ? [{ source: source.phrase, about: agents, what: new Set(predicate), written: write(predicate) }]
      : [];
  });
}
