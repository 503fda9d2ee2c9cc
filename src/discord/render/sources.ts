import type { Answered } from '../../answers/service.ts';
import type { Passage } from '../../answers/verification/evidence.ts';
import type { Article } from '../../articles/article.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Settings } from '../../storage/storage.ts';
import { type Subject, subjectValues } from '../answer-reference.ts';
import { button, customId, row } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { type Block, counted, frame, page, pageButtons } from './frame.ts';
import { joinText, mask, md, placeText, plain, plainLine } from './text.ts';

/** Characters of a passage in one block; a longer one goes on in the next. */
const BLOCK = 1800;

interface Shown {
  readonly subject: Subject;
  readonly page: number;
  readonly settings: Settings;
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
  passages: readonly Passage[],
  { subject, page: wanted, settings, votes }: Shown,
): Reply {
  const blocks = passages.flatMap(passage => passageBlocks(passage, settings));
  const { body, at, of } = page(blocks.length > 0 ? blocks : [t('This answer rests on no passage.')], wanted);
  const proof = [
    t('{{passages}} as stored', { passages: counted(passages.length, 'passage') }),
    ...(of > 1 ? [t('page {{page}} of {{of}}', { page: at + 1, of })] : []),
    ...(votes && votes.useful + votes.wrong > 0
      ? [t('found useful by {{useful}}, wrong by {{wrong}}', { useful: votes.useful, wrong: votes.wrong })]
      : []),
  ];
  const values = subjectValues(subject);
  const again = button(t('Regenerate'), customId('turn', 'answer', 'again', ...values));
  return {
    embeds: [frame({ article, answered, kind: t('Sources'), body, proof })],
    components: [
      ...pageButtons({ at, of }, to => customId('turn', 'answer', 'sources', ...values, to)),
      ...(votes
        ? [row(again, button(t('What members found wrong'), customId('open', 'feedback', 'list', 0)))]
        : []),
    ],
  };
}

/** `**¶3**` and the passage below it as a quotation, in as many blocks as hold it. */
function passageBlocks({ paragraph, comment, text }: Passage, settings: Settings): Block[] {
  const name =
    paragraph === null ? t('comment {{comment}}', { comment: placeText(comment ?? '') }) : md`¶${paragraph}`;
  const [first = '', ...rest] = portions(mask(text, settings));
  return [md`**${name}**\n${quoted(first)}`, ...rest.map(close => ({ close: quoted(close) }))];
}

function quoted(text: string): Markdown {
  const lines = text.split(/\n+/).map(line => md`> ${plainLine(line)}`);
  return joinText(lines, '\n');
}

/**
 * A text in portions that end at a space, none longer than a block also when every character is escaped
 * twice.
 */
function portions(text: string): string[] {
  const found: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const longest = Math.floor(
      BLOCK * Math.min(1, rest.slice(0, BLOCK).length / Math.max(1, plain(rest.slice(0, BLOCK)).length)),
    );
    const space = rest.length <= longest ? -1 : rest.lastIndexOf(' ', longest);
    const end =
      rest.length <= longest ? rest.length : space > longest / 2 ? space + 1 : wholeCharacter(rest, longest);
    found.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end);
  }
  return found;
}

/** Not between the two halves of a character. */
function wholeCharacter(text: string, end: number): number {
  return /[\ud800-\udbff]/.test(text[end - 1] ?? '') ? end - 1 : end;
}
