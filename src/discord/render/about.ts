import { t } from '../../i18n/translate.ts';
import type { About } from '../../observability/build-info.ts';
import type { Reply } from '../types.ts';
import { counted } from './frame.ts';
import { joinText, md, plainLine, timestamp } from './text.ts';

const COLOUR = 0xb3392f;

/** `all`: the articles that this server sees; `own`: those of them that are its own. */
export function renderAbout(
  { version, model, startedAt }: About,
  { all, own }: { all: number; own: number },
): Reply {
  const lines = [
    t('**Version** {{version}}', { version: plainLine(version, 40) }),
    model
      ? t('**Answers** by {{name}} at {{host}}, checked; the built-in engine where it fails', {
          name: plainLine(model.name),
          host: plainLine(model.host),
        })
      : t('**Answers** by the built-in engine; no model is asked'),
    own > 0
      ? t('**Library** {{articles}}, {{own}} of them this server’s own', {
          articles: counted(all, 'article'),
          own,
        })
      : t('**Library** {{articles}}', { articles: counted(all, 'article') }),
    t('**Running** since {{time}}', { time: timestamp(startedAt, 'R') }),
  ];
  return {
    embeds: [
      {
        title: md`Standfirst`,
        description: joinText(lines, '\n'),
        color: COLOUR,
        footer: { text: '/help · /privacy' },
      },
    ],
  };
}
