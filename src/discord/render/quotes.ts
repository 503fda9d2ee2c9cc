import { createHash } from 'node:crypto';
import { quotesRecipe } from '../../answers/quotes/recipe.ts';
import type { Quote, QuotesAnswer } from '../../answers/quotes/schema.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { createMessage, formatPlain } from '../../i18n/template-values.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { answerReferenceOf } from '../answer-reference.ts';
import { quotesButton } from '../button-ids.ts';
import { createCustomId } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { createAnswerRows } from './buttons.ts';
import { createPageButtons, formatParagraphMarks, joinCitation, paginate, renderFrame } from './frame.ts';
import { memoizeRenderer } from './memo.ts';
import { escapeLine, joinText, mask, md } from './text.ts';
import { formatTranslationLine, formatTranslationProof } from './translation.ts';
import { formatQuotesLine } from './verification-line.ts';

const MAX_QUOTATION = 1600;
const MAX_NAME = 120;

/** Which quotes are shown. */
export interface QuotesView {
  readonly page: number;
  /** A mark of `speakerMark`, or null for everybody. */
  readonly speaker: string | null;
  readonly settings: DisplaySettings;
}

/**
 * The quotations of everybody or of one speaker, page by page, and last the words in quotation marks that
 * nobody is quoted saying.
 */
export const renderQuotes = memoizeRenderer(
  (article: Article, answered: Answered<QuotesAnswer>, shown: QuotesView): Reply => {
    const chosen = answered.content.quotes.filter(
      quote => shown.speaker === null || speakerValueOf(quote.speaker) === shown.speaker,
    );
    const quotations = chosen.filter(quote => !quote.scare);
    const scare = chosen.filter(quote => quote.scare);
    const blocks = [
      ...quotations.map(quote => renderQuote(quote, shown.settings)),
      ...renderScareQuotes(scare, shown.settings),
    ];
    const { body, at, of } = paginate(
      blocks.length > 0 ? blocks : [t('Nobody is quoted in this article.')],
      shown.page,
    );
    const verification = [
      ...formatQuotesLine(quotesRecipe, { quotes: quotations }, article),
      ...formatTranslationProof(answered, quotations),
      ...(of > 1 ? [t('page {{page}} of {{of}}', { page: at + 1, of })] : []),
    ];
    const speaker = shown.speaker === null ? null : (quotations[0]?.speaker ?? null);
    const kind = speaker ? formatPlain(createMessage('Quotes by {{speaker}}', { speaker })) : t('Quotes');
    return {
      embeds: [renderFrame({ article, answered, kind, body, verification })],
      components: [
        ...createPageButtons({ at, of }, to =>
          createCustomId('turn', quotesButton, {
            article: article.id,
            page: to,
            speaker: shown.speaker ?? '',
            language: answered.language,
          }),
        ),
        ...createAnswerRows(article, 'quotes', answerReferenceOf('quotes', article, answered)),
      ],
    };
  },
);

/** Eight characters that stand for a speaker in a custom id, whatever the length of the name. */
export function speakerValueOf(speaker: string | null): string {
  return createHash('sha256')
    .update(speaker ?? '')
    .digest('hex')
    .slice(0, 8);
}

function renderQuote(quote: Quote, settings: DisplaySettings): Markdown {
  const text = escapeLine(mask(quote.text, settings), MAX_QUOTATION);
  const quotation = joinCitation(
    md`> “${text}”\n${formatAttribution(quote)}`,
    formatParagraphMarks(quote.paragraphs),
  );
  const translation = mask(quote.translation ?? '', settings);
  return joinText([quotation, ...formatTranslationLine({ translation }, MAX_QUOTATION)], '\n');
}

function formatAttribution(quote: Quote): Markdown {
  const speaker = quote.speaker
    ? md`**${escapeLine(quote.speaker, MAX_NAME)}**`
    : t('The article doesn’t say who');
  const role = quote.role ? md`, ${escapeLine(quote.role, MAX_NAME)}` : '';
  const where = quote.where ? md` (${escapeLine(quote.where, MAX_NAME)})` : '';
  return md`— ${speaker}${role}${where}`;
}

function renderScareQuotes(quotes: readonly Quote[], settings: DisplaySettings): Markdown[] {
  if (quotes.length === 0) return [];
  const words = quotes.map(quote =>
    joinCitation(
      md`“${escapeLine(mask(quote.text, settings), MAX_NAME)}”`,
      formatParagraphMarks(quote.paragraphs),
    ),
  );
  const shown = joinText(words.slice(0, 12), ' · ');
  return [
    words.length > 12
      ? t('-# In quotation marks, but not something anyone said: {{words}} and {{more}} more', {
          words: shown,
          more: words.length - 12,
        })
      : t('-# In quotation marks, but not something anyone said: {{words}}', { words: shown }),
  ];
}
