import type { Answered } from '../../answers/service.ts';
import type { SourcePassage } from '../../answers/verification/citations.ts';
import type { Article } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { type AnswerReference, answerButtons } from '../answer-reference.ts';
import { createButton, createCustomId, createRow } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { wrongVotesButton } from './feedback.ts';
import { type AnswerBlock, createPageButtons, formatCount, paginate, renderFrame } from './frame.ts';
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

/**
 * The passages that an answer rests on, whole and word for word; for editors also the votes and a way to have
 * it made anew.
 */
export function renderSources(
  article: Article,
  answered: Answered<unknown>,
  passages: readonly SourcePassage[],
  { reference, page: requestedPage, settings, votes }: SourcesView,
): Reply {
  const blocks = passages.flatMap(passage => renderPassage(passage, settings));
  const { body, at, of } = paginate(
    blocks.length > 0 ? blocks : [t('There’s no passage behind this answer.')],
    requestedPage,
  );
  const verification = [
    t('{{passages}} as stored', { passages: formatCount(passages.length, 'passage') }),
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
