import type { Ground } from '../../answers/levels.ts';
import type { AnyRecipe, Citation } from '../../answers/recipe.ts';
import type { Answered } from '../../answers/service.ts';
import type { SourcePassage } from '../../answers/verification/citations.ts';
import { translateReason } from '../../answers/verification/level-line.ts';
import type { Article } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { type AnswerReference, answerButtons } from '../answer-reference.ts';
import { createButton, createCustomId, createRow } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { wrongVotesButton } from './feedback.ts';
import {
  type AnswerBlock,
  createPageButtons,
  formatCount,
  joinCitation,
  paginate,
  renderFrame,
} from './frame.ts';
import { escapeLine, escapeMarkdown, formatCommentNumber, joinText, mask, md } from './text.ts';

/** Characters of a passage in one block; a longer one goes on in the next. */
const MAX_BLOCK = 1800;

interface SourcesView {
  readonly reference: AnswerReference;
  readonly page: number;
  readonly settings: DisplaySettings;
  /** What editors see besides; null for readers. */
  readonly votes: { readonly useful: number; readonly wrong: number } | null;
}

/** An answer that is looked into. */
interface SourcedAnswer {
  readonly article: Article;
  readonly recipe: Pick<AnyRecipe, 'citations' | 'leftOut'>;
  readonly answered: Answered<unknown>;
  /** What it rests on. */
  readonly passages: readonly SourcePassage[];
}

/**
 * What an answer rests on: beside each statement that is not word for word the words behind it, why others are left out,
 * and all passages whole; for editors also the votes and a way to have it made anew.
 */
export function renderSources(
  { article, recipe, answered, passages }: SourcedAnswer,
  { reference, page: requestedPage, settings, votes }: SourcesView,
): Reply {
  const blocks = [
    ...recipe.citations(answered.content).flatMap(citation => renderStatement(citation, answered, settings)),
    ...renderLeftOut(recipe.leftOut?.(answered.content) ?? [], settings),
    ...passages.flatMap(passage => renderPassage(passage, settings)),
  ];
  const { body, at, of } = paginate(
    blocks.length > 0 ? blocks : [t('There’s no passage behind this answer.')],
    requestedPage,
  );
  const verification = [
    ...(passages.length > 0
      ? [t('{{passages}} as stored', { passages: formatCount(passages.length, 'passage') })]
      : []),
    ...(of > 1 ? [t('page {{page}} of {{of}}', { page: at + 1, of })] : []),
    ...(votes && votes.useful + votes.wrong > 0
      ? [t('{{useful}} found it useful, {{wrong}} wrong', { useful: votes.useful, wrong: votes.wrong })]
      : []),
  ];
  const again = createButton(t('Regenerate'), createCustomId('turn', answerButtons.regenerate, reference));
  return {
    embeds: [renderFrame({ article, answered, kind: t('Sources'), body, verification })],
    components: [
      ...createPageButtons({ at, of }, to =>
        createCustomId('turn', answerButtons.sources, { ...reference, page: to }),
      ),
      ...(votes
        ? [
            createRow(
              again,
              createButton(
                t('Marked as wrong by members'),
                createCustomId('open', wrongVotesButton, { page: 0 }),
              ),
            ),
          ]
        : []),
    ],
  };
}

/** Characters of a statement, and of one of the quotations that it rests on, at most. */
const MAX_STATEMENT = 900;
const MAX_GROUND = 600;

/** A statement that is not word for word, and below it the words that it rests on; nothing for one that is. */
function renderStatement(
  { text, level, ground = [] }: Citation,
  { engine }: Pick<Answered<unknown>, 'engine'>,
  settings: DisplaySettings,
): AnswerBlock[] {
  if (level === undefined || level === 'verbatim') return [];
  const worded = engine === 'extractive' ? t('In other words ≈') : t('In the model’s words ≈');
  const kind = level === 'worded' ? worded : t('Shortened');
  const [first, ...others] = ground.map(each =>
    joinCitation(md`> ${escapeLine(mask(each.quote, settings), MAX_GROUND)}`, formatGroundMark(each)),
  );
  const statement = escapeLine(mask(text, settings), MAX_STATEMENT);
  return [joinText([md`**${kind}**`, statement, first], '\n'), ...others.map(close => ({ close }))];
}

function formatGroundMark({ paragraph, comment }: Ground): Markdown {
  return paragraph
    ? md`¶${paragraph}`
    : t('comment {{comment}}', { comment: formatCommentNumber(comment ?? '') });
}

/** Reasons that are listed, at most; and characters of each. */
const MAX_REASONS = 10;
const MAX_REASON = 300;

/** Why statements are left out, each reason once with how often it holds. */
function renderLeftOut(leftOut: readonly string[], settings: DisplaySettings): AnswerBlock[] {
  if (leftOut.length === 0) return [];
  const counts = new Map<string, number>();
  for (const reason of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const lines = [...counts].slice(0, MAX_REASONS).map(([reason, count]) => {
    const said = escapeLine(mask(translateReason(reason), settings), MAX_REASON);
    return count === 1 ? md`- ${said}` : md`- ${count} × ${said}`;
  });
  const rest = counts.size - lines.length;
  const more = rest > 0 ? [t('- and {{rest}} more', { rest })] : [];
  const [first = md``, ...others] = [...lines, ...more];
  // the heading and the first line are one block, so that no page ends in a bare heading
  return [md`**${t('Left out')}**\n${first}`, ...others.map(close => ({ close }))];
}

/** `**¶3**` and the passage below it as a quotation, in as many blocks as hold it. */
function renderPassage(
  { paragraph, comment, text }: SourcePassage,
  settings: DisplaySettings,
): AnswerBlock[] {
  const name =
    paragraph === null
      ? t('comment {{comment}}', { comment: formatCommentNumber(comment ?? '') })
      : md`¶${paragraph}`;
  const [first = '', ...rest] = splitText(mask(text, settings));
  return [
    md`**${name}**\n${formatBlockQuote(first)}`,
    ...rest.map(close => ({ close: formatBlockQuote(close) })),
  ];
}

function formatBlockQuote(text: string): Markdown {
  const lines = text.split(/\n+/).map(line => md`> ${escapeLine(line)}`);
  return joinText(lines, '\n');
}

/**
 * A text in portions that end at a space, none longer than a block also when every character is escaped
 * twice.
 */
function splitText(text: string): string[] {
  const found: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const longest = Math.floor(
      MAX_BLOCK *
        Math.min(
          1,
          rest.slice(0, MAX_BLOCK).length / Math.max(1, escapeMarkdown(rest.slice(0, MAX_BLOCK)).length),
        ),
    );
    const space = rest.length <= longest ? -1 : rest.lastIndexOf(' ', longest);
    const end =
      rest.length <= longest
        ? rest.length
        : space > longest / 2
          ? space + 1
          : alignToCharacter(rest, longest);
    found.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end);
  }
  return found;
}

/** Not between the two halves of a character. */
function alignToCharacter(text: string, end: number): number {
  return /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end - 1 : end;
}
