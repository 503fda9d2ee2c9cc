import { z } from 'zod';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { AuditEntry } from '../../storage/stores/audit.ts';
import { createButton, createRow } from '../components.ts';
import { createCustomId, PageNumber } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { escapeLine, formatCode, formatMemberMention, formatTimestampMention, joinText } from './text.ts';

/** A page of the log of changes. */
export const changesButton = { key: 'settings/changes', values: z.object({ page: PageNumber }) };

/** Lines per page. */
export const CHANGES_PER_PAGE = 15;

/** A change with the current name of its subject, if that still exists. */
interface NamedChange extends AuditEntry {
  readonly name: string | null;
}

const actionNames: Readonly<Record<AuditEntry['action'], string>> = {
  added: defineMessage('added'),
  removed: defineMessage('removed'),
  renamed: defineMessage('renamed'),
  tagged: defineMessage('tagged'),
  changed: defineMessage('changed'),
  paused: defineMessage('paused'),
  resumed: defineMessage('resumed'),
};

const kindNames: Readonly<Record<AuditEntry['kind'], string>> = {
  article: defineMessage('article {{name}}'),
  digest: defineMessage('digest {{name}}'),
  feed: defineMessage('feed {{name}}'),
  setting: defineMessage('setting {{name}}'),
};

const settingNames: Readonly<Record<string, string>> = {
  language: defineMessage('language'),
  maskStrongLanguage: defineMessage('strong language'),
  provenOnly: defineMessage('only what is proven'),
  askers: defineMessage('who may ask'),
  channels: defineMessage('where I answer'),
  editorRole: defineMessage('editors’ role'),
  answersPerMember: defineMessage('daily limit'),
  engine: defineMessage('engine'),
};

/** A page of the changes in a server and who made them, newest first. */
export function renderChanges({
  changes,
  page,
  more,
}: {
  changes: readonly NamedChange[];
  page: number;
  more: boolean;
}): Reply {
  const lines = changes.map(formatChange);
  const pageIdOf = (to: number) => createCustomId('turn', changesButton, { page: to });
  const buttons = [
    ...(page > 0 ? [createButton(t('Newer'), pageIdOf(page - 1))] : []),
    ...(more ? [createButton(t('Older'), pageIdOf(page + 1))] : []),
  ];
  return {
    cards: [
      {
        title: t('Changes'),
        description: lines.length > 0 ? joinText(lines, '\n') : t('Nothing was changed in the last 90 days.'),
        footer: t('Kept for 90 days, without texts'),
      },
    ],
    components: buttons.length > 0 ? [createRow(...buttons)] : [],
  };
}

function formatChange({ at, actor, action, kind, what, name }: NamedChange): Markdown {
  const shown =
    kind === 'setting'
      ? formatSetting(what)
      : name === null
        ? formatCode(what, 40)
        : t('“{{wanted}}”', { wanted: escapeLine(name, 80) });
  return joinText(
    [
      formatTimestampMention(Date.parse(at), 'f'),
      formatActor(actor),
      t(actionNames[action]),
      t(kindNames[kind], { name: shown }),
    ],
    ' · ',
  );
}

function formatSetting(what: string): Markdown {
  const name = settingNames[what];
  return name === undefined ? escapeLine(what, 40) : t(name);
}

function formatActor(actor: string): Markdown {
  if (actor === 'operator') return t('the operator');
  if (actor === 'bot') return t('the bot itself');
  return actor === '' ? t('a member who had this deleted') : formatMemberMention(actor);
}
