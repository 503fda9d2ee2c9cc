import type { CheckAnswer, JudgedStatement, Verdict } from '../../answers/check/schema.ts';
import type { Answered } from '../../answers/service.ts';
import { translateReason } from '../../answers/verification/level-line.ts';
import type { Article } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { answerReferenceOf } from '../answer-reference.ts';
import type { Reply } from '../types.ts';
import { createAnswerRows } from './buttons.ts';
import { formatCommentMarks, formatParagraphMarks, joinCitation, renderFrame } from './frame.ts';
import { escapeLine, joinText, mask, md } from './text.ts';

/** What is shown of each of so many sentences of a claim, in characters, so that all have room in one message. */
interface Lengths {
  readonly claim: number;
  readonly reason: number;
  readonly passage: number;
}

const LENGTHS_OF_ONE: Lengths = { claim: 300, reason: 500, passage: 900 };
/** Characters that the sentences of a longer claim share; Discord takes 4,096 with what stands around them. */
const ROOM = 2900;
const MIN_ROOM = 40;

/** Each verdict by its colour, its sign in a list and its word. */
const verdictLooks = {
  supported: { colour: 0x2e8b57, sign: md`🟢`, word: defineMessage('**Supported.**') },
  unclear: { colour: 0xe0a030, sign: md`🟡`, word: defineMessage('**Can’t tell.**') },
  contradicted: { colour: 0xc0392b, sign: md`🔴`, word: defineMessage('**Contradicted.**') },
} as const satisfies Readonly<Record<Verdict, object>>;

/** Whether the article says what a claim says: the verdict, why, and the passage; of several sentences each by itself. */
export function renderCheck(
  article: Article,
  answered: Answered<CheckAnswer>,
  { claim, settings }: { claim: string; settings: DisplaySettings },
): Reply {
  const { statements, left, verdict } = answered.content;
  const [only, ...others] = statements;
  const body =
    only && others.length === 0
      ? formatOne({ ...only, text: claim }, settings)
      : formatAll(statements, left, settings);
  const embed = renderFrame({
    article,
    answered,
    kind: t('Check'),
    body,
    verification: formatVerification(answered.content),
  });
  return {
    embeds: [{ ...embed, color: verdictLooks[verdict].colour }],
    components: createAnswerRows(article, 'check', answerReferenceOf('check', article, answered)),
  };
}

function formatOne(statement: JudgedStatement, settings: DisplaySettings): Markdown {
  const lengths = LENGTHS_OF_ONE;
  return md`**${escapeLine(mask(statement.text, settings), lengths.claim)}**\n${formatVerdict(statement, lengths, settings)}`;
}

function formatAll(
  statements: readonly JudgedStatement[],
  left: number,
  settings: DisplaySettings,
): Markdown {
  const room = Math.max(MIN_ROOM, Math.floor(ROOM / (3 * statements.length)));
  const lengths: Lengths = { claim: room, reason: room, passage: room };
  const blocks = statements.map(
    statement =>
      md`${verdictLooks[statement.verdict].sign} **${escapeLine(mask(statement.text, settings), lengths.claim)}**\n${formatVerdict(statement, lengths, settings)}`,
  );
  const more = left > 0 ? [md`-# ${t('{{count}} more sentence, not checked', { count: left })}`] : [];
  return joinText([...blocks, ...more], '\n\n');
}

function formatVerdict(
  { verdict, reason, passage, comments }: JudgedStatement,
  lengths: Lengths,
  settings: DisplaySettings,
): Markdown {
  const says = escapeLine(mask(translateReason(reason), settings), lengths.reason);
  const head = t(verdictLooks[verdict].word);
  const readers = comments.length > 0 ? md` \`${formatCommentMarks(comments)}\`` : '';
  if (!passage) return md`${head} ${says}${readers}`;
  const marks = formatParagraphMarks(passage.paragraphs);
  const shown = joinCitation(escapeLine(mask(passage.text, settings), lengths.passage), marks);
  return md`${head} ${says}${readers}${verdict === 'unclear' ? md` ${t('The closest passage:')}` : ''}\n> ${shown}`;
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

/** `2 supported`, `1 contradicted`, `3 open`: those that there are. */
function countVerdicts(statements: readonly JudgedStatement[]): Markdown[] {
  const count = (verdict: Verdict) => statements.filter(each => each.verdict === verdict).length;
  const [supported, contradicted, open] = [count('supported'), count('contradicted'), count('unclear')];
  return [
    ...(supported > 0 ? [t('{{number}} supported', { number: supported })] : []),
    ...(contradicted > 0 ? [t('{{number}} contradicted', { number: contradicted })] : []),
    ...(open > 0 ? [t('{{number}} open', { number: open })] : []),
  ];
}
