import type { APIButtonComponentWithCustomId } from 'discord-api-types/v10';
import type { DisputedSentence } from '../../answers/disputes/dispute.ts';
import type { Ground } from '../../answers/levels.ts';
import { type Article, getCommentsByNumber } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import { fold } from '../../language/folding.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { disputesButton } from '../button-ids.ts';
import { createButton, createRows } from '../components.ts';
import { createCustomId } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { createCommentMenu } from './comment-menu.ts';
import {
  type AnswerBlock,
  createListBlocks,
  createPageButtons,
  formatMore,
  formatParagraphMarks,
  paginate,
  renderFrame,
} from './frame.ts';
import { formatReader, formatReaderCount, showOwnWords, showWords } from './readers.ts';
import { escapeLine, joinText, mask, md, nestMarks, quoteText } from './text.ts';

/** A statement of an answer with the evidence behind it: a point, statement or verdict's passage. */
interface SupportedStatement {
  readonly text: string;
  readonly paragraphs: readonly number[];
  readonly ground?: readonly Ground[] | undefined;
}

/** The disputed sentences that a statement repeats or rests on, not all about its paragraphs. */
export function findDisputesOf(
  { text, paragraphs, ground = [] }: SupportedStatement,
  disputed: readonly DisputedSentence[] = [],
): DisputedSentence[] {
  const words = [text, ...ground.map(({ quote }) => quote)].map(fold);
  return disputed
    .filter(({ paragraph }) => paragraphs.includes(paragraph))
    .filter(sentence => {
      const whole = fold(sentence.text);
      return words.some(each => each !== '' && (whole.includes(each) || each.includes(whole)));
    });
}

const numbersOf = (sentences: readonly DisputedSentence[]) => [
  ...new Set(sentences.flatMap(({ disputes }) => disputes.map(({ comment }) => comment))),
];

/** A line such as `disputed by 3 readers` or `disputed in 3 comments`; nothing if there are no disputes. */
export function formatDisputedLine(article: Article, sentences: readonly DisputedSentence[]): Markdown[] {
  const numbers = numbersOf(sentences);
  return numbers.length === 0
    ? []
    : [md`-# ${t('disputed {{byReaders}}', { byReaders: formatReaderCount(article, numbers) })}`];
}

/** The most paragraphs that fit into the custom id of a button. */
const MAX_PARAGRAPHS = 10;

/** The button for the disputed sentences and the comments about them; nothing if there are none. */
export function createDisputesButtons(
  article: Pick<Article, 'id'>,
  sentences: readonly DisputedSentence[],
): APIButtonComponentWithCustomId[] {
  if (sentences.length === 0) return [];
  const paragraphs = [...new Set(sentences.map(({ paragraph }) => paragraph))].slice(0, MAX_PARAGRAPHS);
  return [
    createButton(
      t('What is disputed'),
      createCustomId('open', disputesButton, { article: article.id, page: 0, paragraphs }),
    ),
  ];
}

const MAX_MOST_DISPUTED = 3;
const MAX_MENTION = 160;

/** A line such as `Most disputed: ¶5 “…” by 3 readers`, for the first few sentences. */
export function formatMostDisputed(
  article: Article,
  disputed: readonly DisputedSentence[],
  settings: DisplaySettings,
): Markdown[] {
  if (disputed.length === 0) return [];
  const lines = disputed.slice(0, MAX_MOST_DISPUTED).map(sentence =>
    t('{{paragraph}} “{{sentence}}”, {{byReaders}}', {
      paragraph: formatParagraphMarks([sentence.paragraph]),
      sentence: nestMarks(escapeLine(mask(sentence.text, settings), MAX_MENTION)),
      byReaders: formatReaderCount(article, numbersOf([sentence])),
    }),
  );
  const more = formatMore(disputed.length - lines.length);
  return [joinText([md`**${t('Most disputed')}**`, ...lines.map(line => md`- ${line}`), more], '\n')];
}

const MAX_SENTENCE = 700;
const MAX_COMMENT = 600;
/** The most comments shown below one sentence; the number of further ones is stated. */
const MAX_COMMENTS = 20;

/** Each disputed sentence with the readers' comments on it below, and a menu to open these. */
export function renderDisputes(
  article: Article,
  disputed: readonly DisputedSentence[],
  { paragraphs, page, settings }: { paragraphs: readonly number[]; page: number; settings: DisplaySettings },
): Reply {
  const wanted = disputed.filter(
    ({ paragraph }) => paragraphs.length === 0 || paragraphs.includes(paragraph),
  );
  const blocks = wanted.flatMap(sentence => renderSentence(article, sentence, settings));
  const { body, at, of } = paginate(
    blocks.length > 0 ? blocks : [t('No comment plainly disputes this.')],
    page,
  );
  const turner = createPageButtons({ at, more: at < of - 1 }, to =>
    createCustomId('turn', disputesButton, { article: article.id, page: to, paragraphs: [...paragraphs] }),
  );
  const signs = wanted.flatMap(({ disputes }) => disputes.map(({ sign }) => sign));
  const isNamed = signs.includes('named');
  const verification = [
    ...(isNamed ? [t('named by the model, both passages found in the text')] : []),
    ...(!isNamed || signs.some(sign => sign !== 'named')
      ? [t('found by plain signs: quoted words, numbers, denials')]
      : []),
    t('every passage word for word'),
  ];
  return {
    cards: [
      renderFrame({
        article,
        answered: null,
        kind: t('What readers dispute'),
        body,
        verification,
        page: { at, of },
      }),
    ],
    components: [...createRows(turner), ...createCommentMenu(article, numbersOf(wanted), settings)],
  };
}

function renderSentence(
  article: Article,
  { paragraph, text, disputes }: DisputedSentence,
  settings: DisplaySettings,
): AnswerBlock[] {
  const passage = escapeLine(mask(text, settings), MAX_SENTENCE);
  const byReaders = formatReaderCount(
    article,
    disputes.map(({ comment }) => comment),
  );
  const head = md`**${formatParagraphMarks([paragraph])}** · ${t('disputed {{byReaders}}', { byReaders })}\n> ${passage}`;
  const lines = disputes.slice(0, MAX_COMMENTS).map(({ comment, text: sign, sign: kind }) => {
    const stored = getCommentsByNumber(article).get(comment);
    const said = escapeLine(stored ? showOwnWords(stored, settings) : showWords(sign, settings), MAX_COMMENT);
    const reader = formatReader(article, comment, { settings, place: 'opening' });
    return kind === 'supported'
      ? t('**{{reader}}** agrees: “{{text}}”', { reader, text: nestMarks(said) })
      : md`**${reader}**: ${quoteText(said)}`;
  });
  return createListBlocks(head, [...lines, formatMore(disputes.length - lines.length)]);
}
