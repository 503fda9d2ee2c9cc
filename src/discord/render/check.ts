import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import type { CheckAnswer, JudgedStatement, Verdict } from '../../answers/check/schema.ts';
import type { DisputedSentence } from '../../answers/disputes/dispute.ts';
import type { Answered } from '../../answers/service.ts';
import { translateReason } from '../../answers/verification/level-line.ts';
import type { Article } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { type AnswerReference, answerReferenceOf } from '../answer-reference.ts';
import type { Reply } from '../types.ts';
import { createAnswerRows, createCommentsButton } from './buttons.ts';
import { createDisputesButtons, findDisputesOf, formatDisputedLine } from './disputes.ts';
import { formatParagraphMarks, joinCitation, renderFrame } from './frame.ts';
import { formatReaders } from './readers.ts';
import { escapeLine, joinText, mask, md } from './text.ts';

/** How many characters to show for each sentence of a claim, so that all of them fit into one message. */
interface Lengths {
  readonly claim: number;
  readonly reason: number;
  readonly passage: number;
}

const LENGTHS_OF_ONE: Lengths = { claim: 300, reason: 500, passage: 900 };
/** The characters that a longer claim's sentences share; Discord's other 4,000 is for the text around. */
const ROOM = 2900;
const MIN_ROOM = 40;

/** Each verdict's colour, its sign in a list and its word. */
const verdictLooks = {
  supported: { colour: 0x2e8b57, sign: md`🟢`, word: defineMessage('**Supported.**') },
  unclear: { colour: 0xe0a030, sign: md`🟡`, word: defineMessage('**Can’t tell.**') },
  contradicted: { colour: 0xc0392b, sign: md`🔴`, word: defineMessage('**Contradicted.**') },
} as const satisfies Readonly<Record<Verdict, object>>;

/** Whether the article supports a claim: verdict, reason and passage, for each sentence of a long one. */
export function renderCheck(
  article: Article,
  answered: Answered<CheckAnswer>,
  { claim, settings }: { claim: string; settings: DisplaySettings },
): Reply {
  const { statements, left, verdict } = answered.content;
  const [only, ...others] = statements;
  const reference = answerReferenceOf('check', article, answered);
  const view = { article, disputed: answered.disputed ?? [], settings };
  const body =
    only && others.length === 0
      ? formatOne({ ...only, text: claim }, view)
      : formatAll(statements, left, view);
  const card = renderFrame({
    article,
    answered,
    kind: t('Check'),
    body,
    verification: formatVerification(answered.content),
  });
  return {
    cards: [{ ...card, colour: verdictLooks[verdict].colour }],
    components: createAnswerRows({
      article,
      shown: 'check',
      reference,
      steps: createReaderButtons(answered.content, view, reference),
    }),
  };
}

/**
 * A button that leads from a verdict to the readers: to the disputes about its passages if there are any,
 * else to the readers who make the same claim.
 */
function createReaderButtons(
  { statements }: CheckAnswer,
  view: CheckView,
  reference: AnswerReference,
): APIButtonComponentWithCustomId[] {
  const disputed = statements.flatMap(statement => findPassageDisputes(statement, view));
  if (disputed.length > 0) return createDisputesButtons(view.article, disputed);
  return statements.some(({ comments }) => comments.length > 0) ? [createCommentsButton(reference)] : [];
}

interface CheckView {
  readonly article: Article;
  readonly disputed: readonly DisputedSentence[];
  readonly settings: DisplaySettings;
}

/** The readers' disputes about the passage behind a verdict. */
const findPassageDisputes = ({ passage }: JudgedStatement, { disputed }: CheckView): DisputedSentence[] =>
  passage ? findDisputesOf(passage, disputed) : [];

function formatOne(statement: JudgedStatement, view: CheckView): Markdown {
  const lengths = LENGTHS_OF_ONE;
  const claim = escapeLine(mask(statement.text, view.settings), lengths.claim);
  return md`**${claim}**\n${formatVerdict(statement, lengths, view)}`;
}

function formatAll(statements: readonly JudgedStatement[], left: number, view: CheckView): Markdown {
  const room = Math.max(MIN_ROOM, Math.floor(ROOM / (3 * statements.length)));
  const lengths: Lengths = { claim: room, reason: room, passage: room };
  const blocks = statements.map(
    statement =>
      md`${verdictLooks[statement.verdict].sign} **${escapeLine(mask(statement.text, view.settings), lengths.claim)}**\n${formatVerdict(statement, lengths, view)}`,
  );
  const more = left > 0 ? [md`-# ${t('{{count}} more sentence, not checked', { count: left })}`] : [];
  return joinText([...blocks, ...more], '\n\n');
}

function formatVerdict(statement: JudgedStatement, lengths: Lengths, view: CheckView): Markdown {
  const { verdict, reason, passage, comments } = statement;
  const { article, settings } = view;
  const says = escapeLine(mask(translateReason(reason), settings), lengths.reason);
  const head = t(verdictLooks[verdict].word);
  const by = formatReaders(article, comments, { settings });
  const readers = comments.length > 0 ? [md`-# ${by}`] : [];
  if (!passage) return joinText([md`${head} ${says}`, ...readers], '\n');
  const marks = formatParagraphMarks(passage.paragraphs);
  const shown = joinCitation(escapeLine(mask(passage.text, settings), lengths.passage), marks);
  const closest = verdict === 'unclear' ? [t('The closest passage:')] : [];
  const disputes = formatDisputedLine(article, findPassageDisputes(statement, view));
  // keep the readers' statements clearly apart from the article's
  const introduction =
    readers.length > 0
      ? [md`${head} ${says}`, ...readers, ...closest]
      : [joinText([md`${head} ${says}`, ...closest], ' ')];
  return joinText([...introduction, md`> ${shown}`, ...disputes], '\n');
}

function formatVerification({ statements, comments }: CheckAnswer): Markdown[] {
  const rules = t('checked by fixed rules');
  const [only, ...others] = statements;
  if (others.length > 0) return [...countVerdicts(statements), rules];
  if (comments.length > 0) return [t('from the readers, not the article'), rules];
  if (only?.passage)
    return [
      t('the passage is word for word from {{paragraphs}}', {
        paragraphs: formatParagraphMarks(only.passage.paragraphs),
      }),
      rules,
    ];
  return [t('nothing in the article comes close'), rules];
}

/** The verdicts by number, such as `2 supported`, `1 contradicted`; those without sentences are left out. */
function countVerdicts(statements: readonly JudgedStatement[]): Markdown[] {
  const count = (verdict: Verdict) => statements.filter(each => each.verdict === verdict).length;
  const [supported, contradicted, open] = [count('supported'), count('contradicted'), count('unclear')];
  return [
    ...(supported > 0 ? [t('{{number}} supported', { number: supported })] : []),
    ...(contradicted > 0 ? [t('{{number}} contradicted', { number: contradicted })] : []),
    ...(open > 0 ? [t('{{number}} unclear', { number: open })] : []),
  ];
}
