import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import { describeFact } from '../../answers/question/fact-sentence.ts';
import { asksPublic, isAboutReaders } from '../../answers/question/question-words.ts';
import { questionRecipe } from '../../answers/question/recipe.ts';
import type { QuestionAnswer, QuestionOptions } from '../../answers/question/schema.ts';
import { explainSilence, introduceReaders } from '../../answers/question/silence.ts';
import type { Answered } from '../../answers/service.ts';
import { type Article, displayHeadlineOf, type StoredArticle } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { type AnswerReference, answerButtons, answerReferenceOf } from '../answer-reference.ts';
import { askChannelButton, askReadersButton, switchVersionButton } from '../button-ids.ts';
import { createButton, createRow } from '../components.ts';
import { createCustomId } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { formatVersionNotice } from '../version-notice.ts';
import { createAnswerRows, createCommentsButton, createSuggestionButtons } from './buttons.ts';
import { createDisputesButtons, findDisputesOf, formatDisputedLine } from './disputes.ts';
import { formatFooter, renderFrame } from './frame.ts';
import { formatPassage, MAX_STATEMENT, type PassageView, showStatement } from './question-passage.ts';
import { escapeLine, formatMemberMention, joinText, mask, md, renderMessage } from './text.ts';
import { formatOriginalLine, formatTranslationLine, formatTranslationProof } from './translation.ts';
import { formatLeftOutLine, formatLevelLine, NOTHING_PROVEN } from './verification-line.ts';

const MAX_QUESTION = 300;
const MAX_HEADLINE = 200;

interface QuestionView {
  readonly question: string;
  /** The question as completed from the conversation; null or absent if it was answered as asked. */
  readonly askedAs?: string | null;
  /** Suggested next questions. */
  readonly suggestions?: readonly string[];
  readonly settings: DisplaySettings;
  /** Whose words to search if the question itself does not say so. */
  readonly of?: 'readers' | undefined;
  /** Whether the bot may post in this channel and members are there to answer. */
  readonly mayPost?: boolean;
}

interface ThreadQuestionView extends QuestionView {
  /** Whether the question was asked by a button, so that no message above the answer contains it. */
  readonly isPressed?: boolean;
  /** The newest version of the article, if it is not the one that the answer is about. */
  readonly newer: StoredArticle | null;
}

/** The answer to a question with its evidence, or the nearest passage if there is no answer. */
export function renderQuestion(
  article: Article,
  answered: Answered<QuestionAnswer>,
  view: QuestionView,
): Reply {
  const { lines, verification, components } = createParts(article, answered, view, { isInThread: false });
  const body = joinText([formatQuestion(view.question, view.settings), ...lines], '\n');
  return {
    cards: [renderFrame({ article, answered, kind: t('Question'), body, verification })],
    components,
  };
}

/**
 * The same answer as a reply in a thread, with the same evidence and votes. Question and article are left
 * out, because both stand above it already.
 */
export function renderThreadAnswer(
  article: StoredArticle,
  answered: Answered<QuestionAnswer>,
  { isPressed = false, newer, ...view }: ThreadQuestionView,
): Reply {
  const { lines, verification, components } = createParts(article, answered, view, { isInThread: true });
  const notices = [
    formatFooter(answered, verification),
    answered.notice,
    newer && formatVersionNotice(article, newer),
  ];
  const content = [
    ...(isPressed ? [formatQuestion(view.question, view.settings)] : []),
    ...lines,
    ...notices.filter(line => line !== null).map(line => md`-# ${escapeLine(line)}`),
  ];
  return {
    content: joinText(content, '\n'),
    components: newer ? [...components, createRow(createSwitchButton(newer))] : components,
  };
}

/** What the answer to a question consists of, wherever it is shown. */
function createParts(
  article: Article,
  answered: Answered<QuestionAnswer>,
  { question, askedAs = null, suggestions = [], settings, of, mayPost = false }: QuestionView,
  { isInThread }: { readonly isInThread: boolean },
) {
  const options = { question: askedAs ?? question, of };
  const none = joinText(
    explainSilence(options, article, answered).map(message => t(message)),
    ' ',
  );
  const introduction = introduceReaders(options, answered.content);
  const reference = answerReferenceOf('question', article, answered);
  return {
    lines: [
      ...formatAskedAs(askedAs, settings),
      ...(introduction === null ? [] : [t(introduction)]),
      formatAnswer(answered, none, { article, settings }),
    ],
    verification: formatVerification(answered, settings),
    components: createAnswerRows({
      article,
      shown: 'ask',
      reference,
      isInThread,
      questions: createSuggestionButtons(
        article,
        // a button asks exactly what its label says, so none is masked
        suggestions.filter(each => mask(each, settings) === each),
        isInThread ? 'post' : 'open',
      ),
      steps: [
        ...createNextSteps(article, answered, { reference, options, mayPost }),
        ...createReaderButtons(article, answered, reference),
      ],
    }),
  };
}

/** A button that switches a place to a newer version of its article. */
function createSwitchButton({ id, version }: StoredArticle) {
  return createButton(
    t('Switch to version {{version}}', { version }),
    createCustomId('post', switchVersionButton, { article: id }),
  );
}

interface NextStepContext {
  readonly reference: AnswerReference;
  readonly options: Pick<QuestionOptions, 'question' | 'of'>;
  readonly mayPost: boolean;
}

/** Next steps for a question without a certain answer. */
function createNextSteps(
  article: Article,
  answered: Answered<QuestionAnswer>,
  { reference, options, mayPost }: NextStepContext,
): APIButtonComponentWithCustomId[] {
  const { outcome, statements, nearest } = answered.content;
  const isOfReaders =
    isAboutReaders({ ...options }) ||
    [...statements, ...(nearest ? [nearest] : [])].some(({ comments }) => comments.length > 0);
  const isOpinion = !isOfReaders && asksPublic(options.question);
  if ((outcome === 'answered' && !isOpinion) || reference.key === '') return [];
  return [
    ...(outcome === 'probable'
      ? [createButton(t('That answers it'), createCustomId('open', answerButtons.answers, reference))]
      : []),
    ...(!isOfReaders && article.comments.length > 0
      ? [createButton(t('Ask the comments'), createCustomId('turn', askReadersButton, reference))]
      : []),
    ...(outcome === 'not found' && mayPost
      ? [createButton(t('Ask the channel'), createCustomId('post', askChannelButton, reference))]
      : []),
  ];
}

/** A question that a member posts openly for others to answer. */
export function renderOpenQuestion(
  article: Article,
  { question, memberId, settings }: { question: string; memberId: string; settings: DisplaySettings },
): Reply {
  return {
    content: t(
      '{{member}} asks about “{{headline}}”, and I didn’t find it there. Who knows?\n> {{question}}',
      {
        member: formatMemberMention(memberId),
        headline: escapeLine(displayHeadlineOf(article), MAX_HEADLINE),
        question: escapeLine(mask(question, settings), MAX_QUESTION),
      },
    ),
  };
}

function formatQuestion(question: string, settings: DisplaySettings): Markdown {
  return md`**${escapeLine(mask(question, settings), MAX_QUESTION)}**`;
}

/** A line with the question that a follow-up was understood as. */
function formatAskedAs(askedAs: string | null, settings: DisplaySettings): Markdown[] {
  if (askedAs === null) return [];
  const question = escapeLine(mask(askedAs, settings), MAX_QUESTION);
  return [md`-# ${t('asked as: {{question}}', { question })}`];
}

/** A button from an answer to the readers: to the comments it rests on, else to the disputes about it. */
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

function formatAnswer(
  {
    content: { found, fact, verdict, statements, nearest, further = [] },
    engine,
    disputed,
  }: Answered<QuestionAnswer>,
  none: Markdown,
  { article, settings }: PassageView,
): Markdown {
  const isAmongReaders = statements.length > 1 && statements.every(({ comments }) => comments.length > 0);
  const bullet = md`${isAmongReaders ? md`- ` : ''}`;
  if (fact || statements.length > 0)
    return joinText(
      [
        fact && renderMessage(describeFact(fact)),
        verdict && md`**${verdict === 'yes' ? t('Yes.') : t('No.')}**`,
        ...statements.flatMap(statement => [
          md`${bullet}${formatPassage(statement, { article, settings, isAmongReaders })}`,
          ...formatOriginalLine({ ...statement, text: showStatement(statement, settings) }, MAX_STATEMENT),
          ...formatDisputedLine(article, findDisputesOf(statement, disputed)),
        ]),
      ],
      '\n',
    );
  if (!nearest) return found ? t(NOTHING_PROVEN) : none;
  // the nearest passage is shown in the original, so its translation goes below it
  const shown = [nearest, ...further].flatMap(passage => [
    md`> ${further.length > 0 ? md`- ` : ''}${formatPassage({ ...passage, translation: undefined }, { article, settings })}`,
    ...formatTranslationLine({ translation: mask(passage.translation ?? '', settings) }, MAX_STATEMENT),
  ]);
  const introduction = found ? t(withheldAnswer(engine)) : none;
  return joinText([introduction, ...shown], '\n');
}

/** Explains why a passage is shown in place of an answer that the server's settings withhold. */
const withheldAnswer = (engine: string) =>
  engine === 'extractive'
    ? defineMessage(
        'The answer is cut from a longer sentence, and this server shows only what is proven. The passage behind it:',
      )
    : defineMessage(
        'The answer is in the model’s words, and this server shows only what is proven. The passage behind it:',
      );

function formatVerification(answered: Answered<QuestionAnswer>, settings: DisplaySettings): string[] {
  const { found, fact, statements, nearest, further = [], comments } = answered.content;
  const notes = formatTranslationNotes(answered);
  if (fact && statements.length === 0) return [t('counted or copied from what is stored')];
  if (statements.length === 0)
    return [
      ...(nearest && further.length === 0 ? [t('the passage is word for word')] : []),
      ...(nearest && further.length > 0 ? [t('every passage word for word')] : []),
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
