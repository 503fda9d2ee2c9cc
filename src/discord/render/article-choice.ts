import { ComponentType } from 'discord-api-types/v10';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Entry } from '../../storage/storage.ts';
import { row } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { label } from './text.ts';

/**
 * Asks for an article. What the member wrote stands in the footer, where Discord takes no text for markdown,
 * and is read from there.
 */
export function renderWhich(
  candidates: readonly Pick<Entry, 'id' | 'headline'>[],
  { about, text, to }: { about: Markdown; text?: string; to: string },
): Reply {
  return {
    embeds: [
      {
        description: about,
        color: 0xb3392f,
        ...(text !== undefined && { footer: { text: label(text, 2048) } }),
      },
    ],
    components: [
      row({
        type: ComponentType.StringSelect,
        custom_id: to,
        placeholder: t('Choose an article…'),
        options: candidates
          .slice(0, 25)
          .map(({ headline, id }) => ({ label: label(headline, 100) || t('Untitled'), value: id })),
      }),
    ],
  };
}

/** What `renderWhich` put beside its menu. */
export function textBeside({
  embeds,
}: {
  readonly embeds: readonly { readonly footer: { readonly text: string } | null }[];
}): string {
  return embeds[0]?.footer?.text ?? '';
}
