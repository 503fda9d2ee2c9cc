import { isGivenName } from './lexicon.ts';

/** A paragraph of a printed conversation that opens with who says it: "Ruth Askerly: …", "Q: …", "A. — …". */
export interface Turn {
  /** Index of the paragraph. */
  readonly paragraph: number;
  readonly label: string;
  /** Offset of the first word behind the label. */
  readonly from: number;
  /** Whether it is of somebody who answers: of anybody but those who mostly ask. */
  readonly isAnswer: boolean;
}

type LabelledParagraph = Omit<Turn, 'isAnswer'>;

/** The label of a turn, with the mark behind it. */
const LABEL = /^(\p{Lu}[\p{L}’'-]{0,30}(?:\.? \p{Lu}[\p{L}’'-]{0,30}){0,3})(?::|\.? [—–])\s{1,4}(?=\S)/u;

const QUESTION = /^(?:Q|Question|Frage|Pregunta|Domanda)$/;
const ANSWER = /^(?:A|Answer|Antwort|Réponse|Respuesta|Risposta)$/;

/** Whether a label stands for whoever asks or answers. */
export const isAnswerLabel = (label: string): boolean => ANSWER.test(label);

/** Two capitalised words of which the first is a given name. */
const NAME = /(?<!\p{L})(\p{Lu}\p{Ll}+)\s(?=(\p{Lu}[\p{L}’'-]+))/gu;

/** The labels by which the people named in the texts may be called, in lower case: surnames and initials. */
function collectShortLabels(texts: readonly string[]): Set<string> {
  const short = new Set<string>();
  for (const text of texts)
    for (const [, given = '', surname = ''] of text.matchAll(NAME)) {
      if (!isGivenName(given.toLowerCase())) continue;
      short.add(surname.toLowerCase().replace(/['’]s$/, ''));
      short.add(`${given.charAt(0)}${surname.charAt(0)}`.toLowerCase());
    }
  return short;
}

/** Whether somebody is named by a label, and nothing else: not "Price", "Serves", "Note". */
function namesSomebody(label: string, short: ReadonlySet<string>): boolean {
  const words = label.toLowerCase().split(' ');
  return (
    QUESTION.test(label) ||
    ANSWER.test(label) ||
    (words.length > 1 && isGivenName(words[0] ?? '')) ||
    short.has(words.at(-1) ?? '')
  );
}

/** The fewest turns of each side of a conversation. */
const MIN_TURNS = 2;

/**
 * The turns of an interview printed without quotation marks, in order: paragraphs labelled with two names or more,
 * by turns. Empty for other texts. Linear in the text's length.
 */
export function findTurns(texts: readonly string[]): readonly Turn[] {
  const all = texts.flatMap((text, paragraph): LabelledParagraph[] => {
    const [label, name] = LABEL.exec(text.slice(0, 160)) ?? [];
    return label === undefined || name === undefined ? [] : [{ paragraph, label: name, from: label.length }];
  });
  if (all.length < 2 * MIN_TURNS) return [];
  const short = collectShortLabels(texts);
  const turns = all.filter(({ label }) => namesSomebody(label, short));
  const byLabel = Map.groupBy(turns, ({ label }) => label);
  if ([...byLabel.values()].filter(({ length }) => length >= MIN_TURNS).length < 2) return [];
  const asking = listAsking(byLabel, texts);
  return turns.map(turn => ({ ...turn, isAnswer: !asking.has(turn.label) }));
}

/** The labels of those who mostly ask. */
function listAsking(
  byLabel: ReadonlyMap<string, readonly LabelledParagraph[]>,
  texts: readonly string[],
): ReadonlySet<string> {
  const isQuestion = ({ paragraph }: LabelledParagraph) =>
    /\?["”’']?\s*$/.test((texts[paragraph] ?? '').slice(-8));
  const asks = [...byLabel].filter(
    ([label, own]) => QUESTION.test(label) || own.filter(isQuestion).length * 2 > own.length,
  );
  return new Set(asks.map(([label]) => label));
}
