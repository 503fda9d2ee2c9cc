import type { Message } from 'discord.js';
import { ComponentType } from 'discord-api-types/v10';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { LibraryEntry } from '../../storage/stores/articles.ts';
import { createRow } from '../custom-id.ts';
import { isLaidOut, listTexts } from '../layout.ts';
import type { Reply } from '../types.ts';
import { escapeLine, toLabel, unescapeMarkdown } from './text.ts';

/** What a small line begins with. */
const SMALL = '-# ';

/** Characters of what the member wrote, at most: it stands beside a sentence, within the 4,000 of a message. */
const MAX_TEXT_LENGTH = 3400;

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
    components: [
      createRow({
        type: ComponentType.StringSelect,
        custom_id: to,
        placeholder: t('Choose an article…'),
        options: candidates
          .slice(0, 25)
          .map(({ headline, id }) => ({ label: toLabel(headline, 100) || t('Untitled'), value: id })),
      }),
    ],
  };
}

/** What `renderArticleChoice` put above its menu. Messages that were sent before 2026-11-29 have it in an embed. */
export function readChoiceText(message: Pick<Message, 'components' | 'embeds' | 'flags'>): string {
  if (!isLaidOut(message)) return message.embeds[0]?.footer?.text ?? '';
  const last = listTexts(message).at(-1) ?? '';
  return last.startsWith(SMALL) ? unescapeMarkdown(last.slice(SMALL.length)) : '';
}
