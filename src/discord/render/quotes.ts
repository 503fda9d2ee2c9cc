import { createHash } from 'node:crypto';
import { quotesRecipe } from '../../answers/quotes/recipe.ts';
import type { Quote, QuotesAnswer } from '../../answers/quotes/schema.ts';
import type { Answered } from '../../answers/service.ts';
import type { Article } from '../../articles/article.ts';
import { plainly, say } from '../../i18n/template-values.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Settings } from '../../storage/storage.ts';
import { subjectOf } from '../answer-reference.ts';
import { customId } from '../custom-id.ts';
import { languageMark } from '../language.ts';
import type { Reply } from '../types.ts';
import { answerRows } from './buttons.ts';
import { cited, frame, page, pageButtons, paragraphMarks } from './frame.ts';
import { remembered } from './memo.ts';
import { proofLine } from './proof.ts';
import { joinText, mask, md, plainLine } from './text.ts';
import { translationLine, translationProof } from './translation.ts';

const QUOTATION = 1600;
const NAME = 120;

export interface Shown {
  readonly page: number;
  /** A mark of `speakerMark`, or null for everybody. */
  readonly speaker: string | null;
  readonly settings: Settings;
}

/**
 * The quotations of everybody or of one speaker, page by page, and last the words in quotation marks that
 * nobody is quoted saying.
 */
export const renderQuotes = remembered(
  (article: Article, answered: Answered<QuotesAnswer>, shown: Shown): Reply => {
    const chosen = answered.content.quotes.filter(
      quote => shown.speaker === null || speakerMark(quote.speaker) === shown.speaker,
    );
    const spoken = chosen.filter(quote => !quote.scare);
    const scare = chosen.filter(quote => quote.scare);
    const blocks = [
      ...spoken.map(quote => block(quote, shown.settings)),
      ...scareBlock(scare, shown.settings),
    ];
    const { body, at, of } = page(
      blocks.length > 0 ? blocks : [t('Nobody is quoted in this article.')],
      shown.page,
    );
    const proof = [
      ...proofLine(quotesRecipe, { content: { quotes: spoken } }, article, 'quote'),
      ...translationProof(answered, spoken),
      ...(of > 1 ? [t('page {{page}} of {{of}}', { page: at + 1, of })] : []),
    ];
    const speaker = shown.speaker === null ? null : (spoken[0]?.speaker ?? null);
    const kind = speaker ? plainly(say('Quotes by {{speaker}}', { speaker })) : t('Quotes');
    return {
      embeds: [frame({ article, answered, kind, body, proof })],
      components: [
        ...pageButtons({ at, of }, to =>
          customId('turn', 'quotes', article.id, to, shown.speaker ?? '', languageMark(answered.language)),
        ),
        ...answerRows(article, 'quotes', subjectOf('quotes', article, answered)),
      ],
    };
  },
);

/** Eight characters that stand for a speaker in a custom id, whatever the length of the name. */
export function speakerMark(speaker: string | null): string {
  return createHash('sha256')
    .update(speaker ?? '')
    .digest('hex')
    .slice(0, 8);
}

function block(quote: Quote, settings: Settings): Markdown {
  const text = plainLine(mask(quote.text, settings), QUOTATION);
  const said = cited(md`> “${text}”\n${attribution(quote)}`, paragraphMarks(quote.paragraphs));
  const translation = mask(quote.translation ?? '', settings);
  return joinText([said, ...translationLine({ translation }, QUOTATION)], '\n');
}

function attribution(quote: Quote): Markdown {
  const who = quote.speaker ? md`**${plainLine(quote.speaker, NAME)}**` : t('The article does not say who');
  const role = quote.role ? md`, ${plainLine(quote.role, NAME)}` : '';
  const where = quote.where ? md` (${plainLine(quote.where, NAME)})` : '';
  return md`— ${who}${role}${where}`;
}

function scareBlock(quotes: readonly Quote[], settings: Settings): Markdown[] {
  if (quotes.length === 0) return [];
  const words = quotes.map(quote =>
    cited(md`“${plainLine(mask(quote.text, settings), NAME)}”`, paragraphMarks(quote.paragraphs)),
  );
  const shown = joinText(words.slice(0, 12), ' · ');
  return [
    words.length > 12
      ? t('-# In quotation marks, but nobody is quoted: {{words}} and {{more}} more', {
          words: shown,
          more: words.length - 12,
        })
      : t('-# In quotation marks, but nobody is quoted: {{words}}', { words: shown }),
  ];
}
