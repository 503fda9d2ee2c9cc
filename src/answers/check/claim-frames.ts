import lexicon from '../../language/lexicons/propositions.json' with { type: 'json' };
import { stem } from '../../language/stems.ts';
import { readSentence } from '../verification/propositions/clauses.ts';
import type { SentenceWord } from '../verification/propositions/words.ts';
import { type Adjunct, type Frame, type Resolve, readFrames, type Thing } from './frames.ts';
import { isWeighty } from './word-weights.ts';

const meansNobody: Resolve = () => null;

/** A claim of one clause, all of whose words belong to one of its parts; null if it is anything else. */
function readPlainClaim(text: string): Frame | null {
  const read = readSentence(text);
  const [clause, another] = read.clauses;
  const [frame] = readFrames(text, meansNobody);
  if (!clause || another || !frame) return null;
  const things = [...frame.agents, ...frame.patients, ...frame.adjuncts.map(({ thing }) => thing)];
  const covered = new Set([
    ...things.flatMap(({ words, behind }) => [...words, ...behind]),
    ...read.words.slice(clause.from, clause.to),
    ...frame.adjuncts.flatMap(({ from }) => read.words[from] ?? []),
  ]);
  const isLeft = (word: SentenceWord, at: number) =>
    !covered.has(word) &&
    word.kind !== 'determiner' &&
    // how something is done is compared by itself
    !(word.kind === 'adverb' && !isWeighty(word)) &&
    !(word.kind === 'adjective' && frame.predicate.includes(word.stem)) &&
    !(at === clause.to && word.lower === frame.particle) &&
    !(word.lower === 'by' && at >= clause.to);
  return read.words.some(isLeft) ? null : frame;
}

/** Pairs of verbs for one deed, seen from either side: "A owns B" and "B belongs to A". */
const CONVERSES = Object.entries(lexicon.converses.words).flatMap(([active, others]) =>
  others.map(each => {
    const [other = '', preposition = ''] = each.split(' ');
    return { active: stem(active), other: stem(other), preposition };
  }),
);

/** "The shop belongs to Lee" for "Lee owns the shop", and the other way round. */
function turnFrames(frame: Frame): Frame[] {
  return CONVERSES.flatMap(({ active, other, preposition }): Frame[] => {
    const [adjunct, another] = frame.adjuncts.filter(each => each.preposition === preposition);
    if (frame.root === other && adjunct && !another && frame.patients.length === 0)
      return [
        {
          ...frame,
          root: active,
          verb: active,
          agents: [adjunct.thing],
          patients: frame.agents,
          adjuncts: frame.adjuncts.filter(each => each !== adjunct),
        },
      ];
    const [agent, second] = frame.agents;
    if (frame.root !== active || !agent || second || frame.patients.length !== 1) return [];
    const added = adjunctOf(preposition, agent, frame);
    return [
      {
        ...frame,
        root: other,
        verb: other,
        agents: frame.patients,
        patients: [],
        adjuncts: [added, ...frame.adjuncts],
      },
    ];
  });
}

/** Pairs of verbs for what goes from one to another: "Lee sold the farm to Orr" and "Orr bought the farm from Lee". */
const TRANSFERS = Object.entries(lexicon.transfers.words).flatMap(([giving, others]) =>
  others.map(getting => ({ giving: stem(giving), getting: stem(getting) })),
);

const adjunctOf = (preposition: string, thing: Thing, { end }: Frame): Adjunct => ({
  preposition,
  thing,
  from: end,
  to: end,
  isOpen: false,
});

/** A claim of who got something as one of what was given to whom, and the other way round. */
function turnTransfers(frame: Frame): Frame[] {
  const { root, agents, patients, adjuncts } = frame;
  const to = adjuncts.find(({ preposition }) => preposition === 'to');
  const [first, second, third] = patients;
  return TRANSFERS.flatMap(({ giving, getting }): Frame[] => {
    const [getter, another] = agents;
    if (root === getting && getter && !another && first && !second) {
      const from = adjuncts.find(({ preposition }) => preposition === 'from');
      const rest = adjuncts.filter(each => each !== from);
      const giver = from ? [from.thing] : [];
      const turned = { ...frame, root: giving, verb: giving, agents: giver, adjuncts: rest };
      return [
        { ...turned, recipient: getter, patients: [getter, first] },
        { ...turned, adjuncts: [adjunctOf('to', getter, frame), ...rest] },
      ];
    }
    if (root !== giving || !first || third) return [];
    const turned = { ...frame, root: getting, verb: getting, recipient: null };
    const from = agents[0] ? [adjunctOf('from', agents[0], frame)] : [];
    if (second) return [{ ...turned, agents: [first], patients: [second], adjuncts: [...from, ...adjuncts] }];
    const rest = adjuncts.filter(each => each !== to);
    return to ? [{ ...turned, agents: [to.thing], patients, adjuncts: [...from, ...rest] }] : [];
  });
}

/** A claim in several forms, each of one clause all of whose words belong to its parts; none if it is anything else. */
export function readClaims(text: string): Frame[] {
  const past = text
    .replace(/ used to be /, ' was ')
    .replace(/ used to /, ' did ')
    .replace(/ (?:is|are) (an? )?former /, ' was $1');
  const plain = [text, ...(past === text ? [] : [past])].flatMap(each => {
    const frame = readPlainClaim(each);
    return frame ? [each === text ? frame : { ...frame, isOver: true }] : [];
  });
  const former = text.replace(/ used to be (an?|the) /, ' is a former ');
  const titled = [former, former.replace(' former ', ' retired ')]
    .filter(each => each !== text)
    .flatMap(each => readPlainClaim(each) ?? []);
  const all = [...plain, ...titled];
  return [...all, ...all.flatMap(turnFrames), ...all.flatMap(turnTransfers)];
}
