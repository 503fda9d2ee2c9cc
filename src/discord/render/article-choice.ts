import type { Message } from 'discord.js';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { LibraryEntry } from '../../storage/stores/articles.ts';
import { summaryButton } from '../button-ids.ts';
import { createMenuRows } from '../components.ts';
import { createMenuId } from '../custom-id.ts';
import { isLaidOut, listTexts } from '../layout.ts';
import type { Reply } from '../types.ts';
import { escapeLine, toHeadlineLabel, unescapeMarkdown } from './text.ts';

/** The markdown prefix of a small line. */
const SMALL = '-# ';

/** The most characters of a member's text carried along: it shares a message with a sentence above. */
const MAX_TEXT_LENGTH = 3400;

/** Renders an article as an option in a menu. */
export const createArticleOption = ({ headline, id }: Pick<LibraryEntry, 'id' | 'headline'>) => ({
  label: toHeadlineLabel(headline),
  value: id,
});

/** A menu that shows the member alone the summary of one of these articles. Empty without articles. */
export function createReadingMenu(entries: readonly Pick<LibraryEntry, 'id' | 'headline'>[]) {
  const id = createMenuId('open', summaryButton);
  return createMenuRows(id, t('Read the summary of…'), entries.map(createArticleOption));
}

/** Asks the member to choose an article. The text they wrote is kept in the footer. */
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

/** Reads the text that `renderArticleChoice` put above its menu; before 2026-11-29 it was an embed. */
export function readChoiceText(message: Pick<Message, 'components' | 'embeds' | 'flags'>): string {
  if (!isLaidOut(message)) return message.embeds[0]?.footer?.text ?? '';
  const last = listTexts(message).at(-1) ?? '';
  return last.startsWith(SMALL) ? unescapeMarkdown(last.slice(SMALL.length)) : '';
}
