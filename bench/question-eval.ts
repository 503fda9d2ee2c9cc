import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { getArticleLanguageCode } from '../src/articles/article-language.ts';
import { requireValue } from '../src/lists.ts';
import { medianOf } from './measure.ts';
import { askQuestions, type Replies } from './question-bot.ts';
import {
  ASKED_KINDS,
  findMisplacedAnswers,
  QUESTIONS_FOLDER,
  type Question,
  type QuestionSet,
  readQuestionSet,
} from './question-items.ts';
import {
  judgeReply,
  namesSpeaker,
  type Reply,
  type Share,
  shareOf,
  type Verdict,
} from './question-scores.ts';

/** A judged question; `follows` contains the questions before it in its dialogue. */
interface Judged {
  readonly article: string;
  readonly language: string;
  readonly follows: readonly string[];
  readonly question: Question;
  readonly reply: Reply | null;
  readonly verdict: Verdict;
  readonly speakerNamed: boolean | null;
}

interface Talk {
  readonly article: string;
  readonly text: string;
  readonly reply: Reply | null;
}

/**
 * Asks the project's own questions, or those in a folder of the same form, and prints the results: `npm run
 * eval -- questions [FOLDER] [--json FILE]`. The file gets every question with its reply and verdict.
 */
export async function printQuestionFigures(args: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...args],
    options: { json: { type: 'string' } },
    allowPositionals: true,
  });
  const folder = positionals[0] ?? QUESTIONS_FOLDER;
  if (!existsSync(join(folder, 'questions.jsonl'))) {
    process.stderr.write(
      `There is no questions.jsonl in ${folder}: npm run eval -- questions [FOLDER] [--json FILE]\n`,
    );
    process.exit(2);
  }
  const set = await readQuestionSet(folder);
  const misplaced = findMisplacedAnswers(set);
  if (misplaced.length > 0) throw new Error(`These expected words stand nowhere:\n${misplaced.join('\n')}`);
  const replies = await askQuestions(set);
  const judged = judgeSet(set, replies);
  const talk = listTalk(set, replies);
  if (values.json)
    writeFileSync(values.json, [...judged, ...talk].map(each => `${JSON.stringify(each)}\n`).join(''));
  printFigures(judged, talk, replies.times);
  printKinds(judged);
}

function judgeSet({ questions, dialogues, articles }: QuestionSet, replies: Replies): Judged[] {
  const judge = (
    name: string,
    question: Question,
    reply: Reply | null,
    follows: readonly string[],
  ): Judged => {
    const article = requireValue(articles.get(name), `article ${name}`);
    return {
      article: name,
      language: getArticleLanguageCode(article),
      follows,
      question,
      reply,
      verdict: judgeReply(question, reply, article),
      speakerNamed: namesSpeaker(question, reply),
    };
  };
  const singles = questions.map(({ article, ...question }, at) =>
    judge(article, question, replies.questions[at] ?? null, []),
  );
  const turns = dialogues.flatMap(({ article, turns }, at) =>
    turns.flatMap((turn, i) =>
      'silent' in turn
        ? []
        : [
            judge(
              article,
              turn,
              replies.dialogues[at]?.[i] ?? null,
              turns.slice(0, i).map(earlier => earlier.question),
            ),
          ],
    ),
  );
  return [...singles, ...turns];
}

const listTalk = ({ dialogues }: QuestionSet, replies: Replies): Talk[] =>
  dialogues.flatMap(({ article, turns }, at) =>
    turns.flatMap((turn, i) =>
      'silent' in turn ? [{ article, text: turn.question, reply: replies.dialogues[at]?.[i] ?? null }] : [],
    ),
  );

const isAnswerable = ({ question }: Judged) => !question.unanswerable;
const countVerdict = (judged: readonly Judged[], ...verdicts: Verdict[]) =>
  judged.filter(({ verdict }) => verdicts.includes(verdict)).length;

const formatShare = ({ part, of, low, high }: Share) =>
  of === 0
    ? ['–', '–', '–']
    : [`${part} of ${of}`, `${((100 * part) / of).toFixed(1)} %`, `${low.toFixed(1)} to ${high.toFixed(1)}`];

function printFigures(judged: readonly Judged[], talk: readonly Talk[], times: readonly number[]): void {
  const row = (name: string, part: number, of: number) => printRow([name, ...formatShare(shareOf(part, of))]);
  printRow(['figure', 'count', 'share', '95 % interval']);
  printRow(['---', '---', '---', '---']);
  const groups: readonly [string, readonly Judged[]][] = [
    ['', judged.filter(({ follows }) => follows.length === 0)],
    ['follow-ups: ', judged.filter(({ follows }) => follows.length > 0)],
  ];
  for (const [group, all] of groups) {
    const [with_, without] = [all.filter(isAnswerable), all.filter(each => !isAnswerable(each))];
    const answerable = (name: string, ...verdicts: Verdict[]) =>
      row(`${group}${name}`, countVerdict(with_, ...verdicts), with_.length);
    answerable('rightly answered', 'right');
    answerable('right passage shown as “probably here”', 'right passage');
    answerable('wrong answer', 'wrong');
    answerable('wrong passage shown as “probably here”', 'wrong passage');
    answerable('not found though present', 'not found');
    answerable('taken for talk', 'unheard');
    row(`${group}unanswerable: not found`, countVerdict(without, 'refused'), without.length);
    row(
      `${group}unanswerable: a passage shown`,
      countVerdict(without, 'passage for nothing'),
      without.length,
    );
    row(`${group}unanswerable: answered`, countVerdict(without, 'invented'), without.length);
  }
  row(
    'wrong among all that is answered',
    countVerdict(judged, 'wrong', 'invented'),
    countVerdict(judged, 'right', 'wrong', 'invented'),
  );
  const spoken = judged.filter(({ speakerNamed }) => speakerNamed !== null);
  row('speaker named where one is asked for', spoken.filter(each => each.speakerNamed).length, spoken.length);
  row('talk left unanswered', talk.filter(({ reply }) => reply === null).length, talk.length);
  printRow([
    'median answer of the built-in engine, article of 5 KB',
    `${medianOf(times).toFixed(1)} ms`,
    '–',
    '–',
  ]);
}

/** Prints the verdicts by kind of question and by language. */
function printKinds(judged: readonly Judged[]): void {
  console.log('\nBy kind of question (dialogues included):\n');
  const columns: readonly (readonly [string, Verdict])[] = [
    ['right', 'right'],
    ['right passage', 'right passage'],
    ['wrong', 'wrong'],
    ['wrong passage', 'wrong passage'],
    ['not found', 'not found'],
    ['talk?', 'unheard'],
    ['refused', 'refused'],
    ['passage', 'passage for nothing'],
    ['answered', 'invented'],
  ];
  const head = columns.map(([name]) => name);
  printRow(['kind', 'answerable', ...head.slice(0, 6), 'unanswerable', ...head.slice(6)]);
  printRow(Array.from({ length: 12 }, () => '---').slice(0, head.length + 3));
  const groups: [string, readonly Judged[]][] = [
    ...ASKED_KINDS.map((kind): [string, readonly Judged[]] => [
      kind,
      judged.filter(({ question }) => question.asks === kind),
    ]),
    ...[...new Set(judged.map(({ language }) => language))].map((language): [string, readonly Judged[]] => [
      `in ${language}`,
      judged.filter(each => each.language === language),
    ]),
  ];
  for (const [name, of] of groups) {
    const counts = columns.map(([, verdict]) => `${countVerdict(of, verdict)}`);
    const answerable = of.filter(isAnswerable).length;
    printRow([name, `${answerable}`, ...counts.slice(0, 6), `${of.length - answerable}`, ...counts.slice(6)]);
  }
}

function printRow(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
