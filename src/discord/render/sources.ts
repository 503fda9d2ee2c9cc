import type { Ground } from '../../answers/levels.ts';
import type { AnyRecipe, Citation } from '../../answers/recipe.ts';
import type { Answered } from '../../answers/service.ts';
import type { SourcePassage } from '../../answers/verification/citations.ts';
import { translateReason } from '../../answers/verification/level-line.ts';
import type { Article } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { type AnswerReference, answerButtons } from '../answer-reference.ts';
import { createButton, createRows } from '../components.ts';
import { createCustomId } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { wrongVotesButton } from './feedback.ts';
import {
  type AnswerBlock,
  createListBlocks,
  createPageButtons,
  formatCount,
  formatMore,
  joinCitation,
  paginate,
  renderFrame,
} from './frame.ts';
import { formatBlockQuote, splitForBlocks } from './long-text.ts';
import { formatReader, inCode } from './readers.ts';
import { escapeLine, joinText, mask, md } from './text.ts';

interface SourcesView {
  readonly reference: AnswerReference;
  readonly page: number;
  readonly settings: DisplaySettings;
  /** The votes, shown to editors; null for readers. */
  readonly votes: { readonly useful: number; readonly wrong: number } | null;
}

/** An answer whose sources are shown. */
interface SourcedAnswer {
  readonly article: Article;
  readonly recipe: Pick<AnyRecipe, 'citations' | 'leftOut'>;
  readonly answered: Answered<unknown>;
  /** The passages that the answer rests on. */
  readonly passages: readonly SourcePassage[];
}

/**
 * The sources of an answer: the evidence for each statement that is not word for word, the reasons for those
 * left out, and all passages in full. Editors also see the votes and a button to regenerate the answer.
 */
export function renderSources(
  { article, recipe, answered, passages }: SourcedAnswer,
  { reference, page: requestedPage, settings, votes }: SourcesView,
): Reply {
  const blocks = [
    ...recipe
      .citations(answered.content)
      .flatMap(citation => renderStatement(citation, { article, answered, settings })),
    ...renderLeftOut(recipe.leftOut?.(answered.content) ?? [], settings),
    ...passages.flatMap(passage => renderPassage(passage, article, settings)),
  ];
  const { body, at, of } = paginate(
    blocks.length > 0 ? blocks : [t('There’s no passage behind this answer.')],
    requestedPage,
  );
  const verification = [
    ...(passages.length > 0
      ? [t('{{passages}} as stored', { passages: formatCount(passages.length, 'passage') })]
      : []),
    ...(votes && votes.useful + votes.wrong > 0
      ? [t('{{useful}} found it useful, {{wrong}} wrong', { useful: votes.useful, wrong: votes.wrong })]
      : []),
  ];
  const turner = createPageButtons({ at, more: at < of - 1 }, to =>
    createCustomId('turn', answerButtons.sources, { ...reference, page: to }),
  );
  const forEditors = votes
    ? [
        createButton(t('Regenerate'), createCustomId('turn', answerButtons.regenerate, reference)),
        createButton(t('Marked as wrong by members'), createCustomId('open', wrongVotesButton, { page: 0 })),
      ]
    : [];
  return {
    cards: [renderFrame({ article, answered, kind: t('Sources'), body, verification, page: { at, of } })],
    components: createRows([...turner, ...forEditors]),
  };
}

/** The most characters of a statement, and of each quotation behind it. */
const MAX_STATEMENT = 900;
const MAX_GROUND = 600;

/** A statement that is not word for word, with what it rests on below. Empty for a verbatim statement. */
function renderStatement(
  { text, level, ground = [] }: Citation,
  { article, answered: { engine }, settings }: StatementView,
): AnswerBlock[] {
  if (level === undefined || level === 'verbatim') return [];
  const worded = engine === 'extractive' ? t('In other words ≈') : t('In the model’s words ≈');
  const kind = level === 'worded' ? worded : t('Shortened');
  // a statement may rest on two parts of one sentence
  const quotations = new Set(
    ground.map(each =>
      joinCitation(
        md`> ${escapeLine(mask(each.quote, settings), MAX_GROUND)}`,
        formatGroundMark(each, article, settings),
      ),
    ),
  );
  const [first, ...others] = quotations;
  const statement = escapeLine(mask(text, settings), MAX_STATEMENT);
  return [joinText([md`**${kind}**`, statement, first], '\n'), ...others.map(close => ({ close }))];
}

interface StatementView {
  readonly article: Article;
  readonly answered: Pick<Answered<unknown>, 'engine'>;
  readonly settings: DisplaySettings;
}

function formatGroundMark(
  { paragraph, comment }: Ground,
  article: Article,
  settings: DisplaySettings,
): Markdown {
  return paragraph
    ? md`¶${paragraph}`
    : t('by {{reader}}', {
        reader: formatReader(article, comment ?? '', { settings, style: inCode }),
      });
}

/** The most reasons listed, and the most characters of each. */
const MAX_REASONS = 10;
const MAX_REASON = 300;

/** The reasons for the statements left out, each with its number of occurrences. */
function renderLeftOut(leftOut: readonly string[], settings: DisplaySettings): AnswerBlock[] {
  if (leftOut.length === 0) return [];
  const counts = new Map<string, number>();
  for (const reason of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const lines = [...counts].slice(0, MAX_REASONS).map(([reason, count]) => {
    const said = escapeLine(mask(translateReason(reason), settings), MAX_REASON);
    return count === 1 ? md`- ${said}` : md`- ${count} × ${said}`;
  });
  return createListBlocks(md`**${t('Left out')}**`, [...lines, formatMore(counts.size - lines.length)]);
}

/** A passage as a block quote below `**¶3**`, in as many blocks as it needs. */
function renderPassage(
  { paragraph, comment, text }: SourcePassage,
  article: Article,
  settings: DisplaySettings,
): AnswerBlock[] {
  const name =
    paragraph === null
      ? t('Comment by {{reader}}', { reader: formatReader(article, comment ?? '', { settings }) })
      : md`¶${paragraph}`;
  const [first = '', ...rest] = splitForBlocks(mask(text, settings));
  return [
    md`**${name}**\n${formatBlockQuote(first)}`,
    ...rest.map(close => ({ close: formatBlockQuote(close) })),
  ];
}
