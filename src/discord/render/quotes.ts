import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { quotesRecipe } from '../../answers/quotes/recipe.ts';
import type { Quote, QuotesAnswer } from '../../answers/quotes/schema.ts';
import { createEntries, type QuotationEntry, showQuotation } from '../../answers/quotes/split-quotes.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { createMessage, formatPlain } from '../../i18n/template-values.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { answerReferenceOf } from '../answer-reference.ts';
import { quotesButton } from '../button-ids.ts';
import { createCustomId } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { createAnswerRows, createLanguageButtons } from './buttons.ts';
import {
  type AnswerBlock,
  createPageButtons,
  formatParagraphMarks,
  joinCitation,
  paginate,
  renderFrame,
} from './frame.ts';
import { memoizeRenderer } from './memo.ts';
import { escapeLine, joinText, mask, md, quoteText } from './text.ts';
import { formatTranslationLine, formatTranslationProof } from './translation.ts';
import { formatQuotesLine } from './verification-line.ts';

const MAX_QUOTATION = 1600;
const MAX_NAME = 120;
/** Quotes per page. */
const MAX_QUOTES = 6;

/** Which quotes to show. */
interface QuotesView {
  readonly page: number;
  /** A value of `speakerValueOf`, or null for all speakers. */
  readonly speaker: string | null;
  readonly settings: DisplaySettings;
}

/** The quotations of all speakers or one, in pages; last the words that are nobody's speech. */
export const renderQuotes = memoizeRenderer(
  (article: Article, answered: Answered<QuotesAnswer>, shown: QuotesView): Reply => {
    const chosen = answered.content.quotes.filter(
      quote => shown.speaker === null || speakerValueOf(quote.speaker) === shown.speaker,
    );
    const quotations = chosen.filter(quote => !quote.scare);
    const scare = chosen.filter(quote => quote.scare);
    const entries = createEntries(article, quotations);
    const blocks = [
      ...entries.map(entry => renderEntry(entry, shown.settings)),
      ...renderScareQuotes(scare, shown.settings),
    ];
    const { body, at, of } = paginate(
      blocks.length > 0 ? blocks : [t('Nobody is quoted in this article.')],
      shown.page,
      { most: MAX_QUOTES },
    );
    const verification = [
      ...formatQuotesLine(quotesRecipe, { quotes: entries.map(({ parts: [first] }) => first) }, article),
      ...formatTranslationProof(answered, quotations),
    ];
    const idOf = ({
      page = 0,
      language = answered.language,
    }: Partial<z.output<typeof quotesButton.values>>) =>
      createCustomId('turn', quotesButton, {
        article: article.id,
        page,
        speaker: shown.speaker ?? '',
        language,
      });
    const speaker = shown.speaker === null ? null : (quotations[0]?.speaker ?? null);
    const kind = speaker ? formatPlain(createMessage('Quotes by {{speaker}}', { speaker })) : t('Quotes');
    return {
      cards: [renderFrame({ article, answered, kind, body, verification, page: { at, of } })],
      components: createAnswerRows({
        article,
        shown: 'quotes',
        reference: answerReferenceOf('quotes', article, answered),
        turner: createPageButtons({ at, more: at < of - 1 }, to => idOf({ page: to })),
        forms: createLanguageButtons(answered, language => idOf({ language })),
      }),
    };
  },
);

/** An eight-character value that stands for a speaker in a custom id, however long the name is. */
export function speakerValueOf(speaker: string | null): string {
  return createHash('sha256')
    .update(speaker ?? '')
    .digest('hex')
    .slice(0, 8);
}

function renderEntry({ parts, turns, role }: QuotationEntry, settings: DisplaySettings): Markdown {
  const [first] = parts;
  const room = Math.floor(MAX_QUOTATION / parts.length);
  const show = ({ text }: Quote) => quoteText(escapeLine(mask(showQuotation(text), settings), room));
  const lines = turns.map(turn => md`> ${joinText(turn.map(show), ' … ')}`);
  const quotation = joinCitation(
    md`${joinText(lines, '\n')}\n${formatAttribution(first, role)}`,
    formatParagraphMarks(first.paragraphs),
  );
  const translation = mask(parts.flatMap(part => part.translation ?? []).join(' … '), settings);
  return joinText([quotation, ...formatTranslationLine({ translation }, MAX_QUOTATION)], '\n');
}

function formatAttribution(quote: Quote, role: string | null): Markdown {
  const speaker = quote.speaker
    ? md`**${escapeLine(quote.speaker, MAX_NAME)}**`
    : t('I can’t tell who says it');
  const described = role ? md`, ${escapeLine(role, MAX_NAME)}` : '';
  const where = quote.where ? md` (${escapeLine(quote.where, MAX_NAME)})` : '';
  return md`— ${speaker}${described}${where}`;
}

function renderScareQuotes(quotes: readonly Quote[], settings: DisplaySettings): AnswerBlock[] {
  if (quotes.length === 0) return [];
  const words = quotes.map(quote =>
    joinCitation(
      quoteText(escapeLine(mask(showQuotation(quote.text), settings), MAX_NAME)),
      formatParagraphMarks(quote.paragraphs),
    ),
  );
  const shown = joinText(words.slice(0, 12), ' · ');
  const line =
    words.length > 12
      ? t('-# In quotation marks, but not something anyone said: {{words}} and {{more}} more', {
          words: shown,
          more: words.length - 12,
        })
      : t('-# In quotation marks, but not something anyone said: {{words}}', { words: shown });
  return [{ close: md`\n${line}` }];
}
