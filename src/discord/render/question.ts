import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import { explainSilence, questionRecipe } from '../../answers/question/recipe.ts';
import type { AnswerStatement, DraftStatement, QuestionAnswer } from '../../answers/question/schema.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { type AnswerReference, answerReferenceOf } from '../answer-reference.ts';
import type { Reply } from '../types.ts';
import { createAnswerRows, createCommentsButton, createVoteRow } from './buttons.ts';
import { createDisputesButtons, findDisputesOf, formatDisputedLine } from './disputes.ts';
import { formatFooter, formatParagraphMarks, joinCitation, markLevel, renderFrame } from './frame.ts';
import { formatReaders, inCode } from './readers.ts';
import { escapeLine, joinText, mask, md } from './text.ts';
import { formatOriginalLine, formatTranslationLine, formatTranslationProof } from './translation.ts';
import { formatLeftOutLine, formatLevelLine, NOTHING_PROVEN } from './verification-line.ts';

const MAX_STATEMENT = 900;
const MAX_QUESTION = 300;

type ShownStatement = DraftStatement & Partial<Pick<AnswerStatement, 'level'>>;

interface QuestionView {
  readonly question: string;
  /** The questions before it in a thread, the oldest first. */
  readonly context?: string[];
  readonly settings: DisplaySettings;
}

/** The answer to a question with what it rests on, or that there is none, with the nearest passage. */
export function renderQuestion(
  article: Article,
  answered: Answered<QuestionAnswer>,
  { question, context = [], settings }: QuestionView,
): Reply {
  const options = { question, context };
  const none = t(explainSilence(options, article, answered));
  const shown = formatAnswer(answered, none, { article, settings });
  const body = md`**${escapeLine(mask(question, settings), MAX_QUESTION)}**\n${shown}`;
  const reference = answerReferenceOf('question', article, answered);
  return {
    embeds: [
      renderFrame({
        article,
        answered,
        kind: t('Question'),
        body,
        verification: formatVerification(answered, settings),
      }),
    ],
    components: createAnswerRows(
      article,
      'ask',
      reference,
      createReaderButtons(article, answered, reference),
    ),
  };
}

/**
 * The same as a reply in a thread, with the same proof and the same votes: the question stands above it
 * already, and so does the article.
 */
export function renderThreadAnswer(
  article: Article,
  answered: Answered<QuestionAnswer>,
  { question, context = [], settings, notice }: QuestionView & { notice: string | null },
): Reply {
  const reference = answerReferenceOf('question', article, answered);
  const lines = [
    formatAnswer(answered, t(explainSilence({ question, context }, article, answered)), {
      article,
      settings,
    }),
    ...[formatFooter(answered, formatVerification(answered, settings)), answered.notice, notice]
      .filter(line => line !== null)
      .map(line => md`-# ${escapeLine(line)}`),
  ];
  return {
    content: joinText(lines, '\n'),
    components: [createVoteRow(reference, createReaderButtons(article, answered, reference))],
  };
}

/** Where an answer leads to its readers: to their comments if it rests on these, else to what they dispute of it. */
function createReaderButtons(
  article: Article,
  { content: { statements }, disputed }: Answered<QuestionAnswer>,
  reference: AnswerReference,
): APIButtonComponentWithCustomId[] {
  if (statements.some(({ comments }) => comments.length > 0)) return [createCommentsButton(reference)];
  return createDisputesButtons(
    article,
    statements.flatMap(statement => findDisputesOf(statement, disputed)),
  );
}

interface AnswerView {
  readonly article: Article;
  readonly settings: DisplaySettings;
}

function formatAnswer(
  { content: { found, statements, nearest }, engine, disputed }: Answered<QuestionAnswer>,
  none: Markdown,
  { article, settings }: AnswerView,
): Markdown {
  if (statements.length > 0)
    return joinText(
      statements.flatMap(statement => [
        formatPassage(statement, { article, settings }),
        ...formatOriginalLine(maskStatement(statement, settings), MAX_STATEMENT),
        ...formatDisputedLine(article, findDisputesOf(statement, disputed)),
      ]),
      '\n',
    );
  if (!nearest) return found ? t(NOTHING_PROVEN) : none;
  // the nearest passage is shown as it stands, so its translation stands beside it
  const shown = formatPassage({ ...nearest, translation: undefined }, { article, settings });
  const beside = formatTranslationLine(
    { translation: mask(nearest.translation ?? '', settings) },
    MAX_STATEMENT,
  );
  const introduction = found ? t(withheldAnswer(engine)) : md`${none} ${t('The closest passage:')}`;
  return joinText([md`${introduction}\n> ${shown}`, ...beside], '\n');
}

/** Why a passage stands in place of an answer that a server does not want to see. */
const withheldAnswer = (engine: string) =>
  engine === 'extractive'
    ? defineMessage(
        'The answer is cut from a longer sentence, and this server shows only what is proven. The passage behind it:',
      )
    : defineMessage(
        'The answer is in the model’s words, and this server shows only what is proven. The passage behind it:',
      );

function formatPassage(statement: ShownStatement, { article, settings }: AnswerView): Markdown {
  return joinCitation(
    escapeLine(mask(statement.translation ?? statement.text, settings), MAX_STATEMENT),
    markLevel(formatCitations(statement, { article, settings }), statement),
  );
}

function maskStatement(statement: ShownStatement, settings: DisplaySettings): ShownStatement {
  return { ...statement, text: mask(statement.text, settings) };
}

function formatCitations(
  { paragraphs, comments }: ShownStatement,
  { article, settings }: AnswerView,
): Markdown {
  const parts = [
    ...(paragraphs.length > 0 ? [formatParagraphMarks(paragraphs)] : []),
    ...(comments.length > 0 ? [formatReaders(article, comments, { settings, style: inCode })] : []),
  ];
  return joinText(parts, ', ');
}

function formatVerification(answered: Answered<QuestionAnswer>, settings: DisplaySettings): string[] {
  const { found, statements, nearest, comments } = answered.content;
  const notes = formatTranslationNotes(answered);
  if (statements.length === 0)
    return [
      ...(nearest ? [t('the passage is word for word')] : []),
      ...(nearest || found ? [] : [t('nothing comes close')]),
      ...formatLeftOutLine(questionRecipe, answered, settings),
      ...notes,
    ];
  return [
    ...(comments.length > 0 ? [t('from the readers, not the article')] : []),
    ...formatLevelLine(questionRecipe, answered, settings),
    ...notes,
  ];
}

function formatTranslationNotes(answered: Answered<QuestionAnswer>): Markdown[] {
  const { statements, nearest } = answered.content;
  return formatTranslationProof(answered, nearest ? [nearest] : statements);
}
