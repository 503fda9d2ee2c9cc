import type { Message } from 'discord.js';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { LibraryEntry } from '../../storage/stores/articles.ts';
import { summaryButton } from '../button-ids.ts';
import { createMenuId, createMenuRows } from '../custom-id.ts';
import { isLaidOut, listTexts } from '../layout.ts';
import type { Reply } from '../types.ts';
import { escapeLine, toHeadlineLabel, unescapeMarkdown } from './text.ts';

/** What a small line begins with. */
const SMALL = '-# ';

/** Characters of what the member wrote, at most: it stands beside a sentence, within the 4,000 of a message. */
const MAX_TEXT_LENGTH = 3400;

/** An article as a choice in a menu. */
export const createArticleOption = ({ headline, id }: Pick<LibraryEntry, 'id' | 'headline'>) => ({
  label: toHeadlineLabel(headline),
  value: id,
});

/** A menu that opens the summary of one of these articles for the member alone; none where there are none. */
export function createReadingMenu(entries: readonly Pick<LibraryEntry, 'id' | 'headline'>[]) {
  const id = createMenuId('open', summaryButton);
  return createMenuRows(id, t('Read the summary of…'), entries.map(createArticleOption));
}

/** Asks for an article. What the member wrote stands in the footer, and is read from there. */
export function renderArticleChoice(
  candidates: readonly Pick<LibraryEntry, 'id' | 'headline'>[],
  { about, text, to }: { about: Markdown; text?: string; to: string },
): Reply {
  return {
    cards: [
      {
        description: about,
        ...(text !== undefined && { footer: escapeLine(text, MAX_TEXT_LENGTH) }),
      },
    ],
    components: createMenuRows(to, t('Choose an article…'), candidates.map(createArticleOption)),
  };
}

/** What `renderArticleChoice` put above its menu. Messages that were sent before 2026-11-29 have it in an embed. */
export function readChoiceText(message: Pick<Message, 'components' | 'embeds' | 'flags'>): string {
  if (!isLaidOut(message)) return message.embeds[0]?.footer?.text ?? '';
  const last = listTexts(message).at(-1) ?? '';
  return last.startsWith(SMALL) ? unescapeMarkdown(last.slice(SMALL.length)) : '';
}
