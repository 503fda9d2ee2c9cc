import { t } from '../../i18n/translate.ts';
import type { BuildInfo } from '../../observability/build-info.ts';
import type { Reply } from '../types.ts';
import { formatCount } from './frame.ts';
import { escapeLine, formatTimestampMention, joinText, md } from './text.ts';

/**
 * The reply to `/about`: version, engine, articles and start time. `all` counts the articles that this server
 * can read, `own` those that are its own.
 */
export function renderAbout(
  { version, model, startedAt }: BuildInfo,
  { all, own }: { all: number; own: number },
): Reply {
  const lines = [
    t('**Version** {{version}}', { version: escapeLine(version, 40) }),
    model
      ? t(
          '**Answers** by {{name}} at {{host}}, checked and marked ≈ where they’re in its words, with the built-in engine as a fallback',
          {
            name: escapeLine(model.name),
            host: escapeLine(model.host),
          },
        )
      : t('**Answers** by the built-in engine, without a model'),
    own > 0
      ? t('**Library** {{articles}}, {{own}} of them this server’s own', {
          articles: formatCount(all, 'article'),
          own,
        })
      : t('**Library** {{articles}}', { articles: formatCount(all, 'article') }),
    t('**Started** {{time}}', { time: formatTimestampMention(startedAt, 'R') }),
  ];
  return {
    cards: [
      {
        title: md`Standfirst`,
        description: joinText(lines, '\n'),
        footer: md`/help · /privacy`,
      },
    ],
  };
}
