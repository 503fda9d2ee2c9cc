import { ComponentType } from 'discord-api-types/v10';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { LibraryEntry } from '../../storage/stores/articles.ts';
import { createRow } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { toLabel } from './text.ts';

/**
 * Asks for an article. What the member wrote stands in the footer, where Discord takes no text for markdown,
 * and is read from there.
 */
export function renderArticleChoice(
  candidates: readonly Pick<LibraryEntry, 'id' | 'headline'>[],
  { about, text, to }: { about: Markdown; text?: string; to: string },
): Reply {
  return {
    embeds: [
      {
        description: about,
        color: 0xb3392f,
        ...(text !== undefined && { footer: { text: toLabel(text, 2048) } }),
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

/** What `renderWhich` put beside its menu. */
export function readChoiceText({
  embeds,
}: {
  readonly embeds: readonly { readonly footer: { readonly text: string } | null }[];
}): string {
  return embeds[0]?.footer?.text ?? '';
}
