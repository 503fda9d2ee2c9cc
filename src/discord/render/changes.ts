import { phrase } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { Change } from '../../storage/storage.ts';
import { button, customId, row } from '../custom-id.ts';
import type { Reply } from '../types.ts';
import { code, joinText, memberMention, plainLine, timestamp } from './text.ts';

/** Lines on one page. */
export const CHANGES_PER_PAGE = 15;

/** A change, with the name of what was changed where that is still there. */
export interface NamedChange extends Change {
  readonly name: string | null;
}

const actions: Readonly<Record<Change['action'], string>> = {
  added: phrase('added'),
  removed: phrase('removed'),
  renamed: phrase('renamed'),
  tagged: phrase('tagged'),
  changed: phrase('changed'),
  paused: phrase('paused'),
  resumed: phrase('resumed'),
};

const kinds: Readonly<Record<Change['kind'], string>> = {
  article: phrase('article {{name}}'),
  digest: phrase('digest {{name}}'),
  feed: phrase('feed {{name}}'),
  setting: phrase('setting {{name}}'),
};

const settings: Readonly<Record<string, string>> = {
  language: phrase('language'),
  maskStrongLanguage: phrase('strong language'),
  askers: phrase('who may ask'),
  channels: phrase('where I answer'),
  editorRole: phrase('editors’ role'),
  answersPerMember: phrase('daily limit'),
  engine: phrase('engine'),
};

/** A page of who changed what in a server, the newest first. */
export function renderChanges({
  changes,
  page,
  more,
}: {
  changes: readonly NamedChange[];
  page: number;
  more: boolean;
}): Reply {
  const lines = changes.map(lineOf);
  const turn = (to: number) => customId('turn', 'settings', 'changes', to);
  const buttons = [
    ...(page > 0 ? [button(t('Newer'), turn(page - 1))] : []),
    ...(more ? [button(t('Older'), turn(page + 1))] : []),
  ];
  return {
    embeds: [
      {
        title: t('Changes'),
        description: lines.length > 0 ? joinText(lines, '\n') : t('Nothing was changed in the last 90 days.'),
        color: 0xb3392f,
        footer: { text: t('Kept for 90 days, without texts') },
      },
    ],
    components: buttons.length > 0 ? [row(...buttons)] : [],
  };
}

function lineOf({ at, actor, action, kind, what, name }: NamedChange): Markdown {
  const shown =
    kind === 'setting'
      ? settingName(what)
      : name === null
        ? code(what, 40)
        : t('“{{wanted}}”', { wanted: plainLine(name, 80) });
  return joinText(
    [timestamp(Date.parse(at), 'f'), whoIs(actor), t(actions[action]), t(kinds[kind], { name: shown })],
    ' · ',
  );
}

function settingName(what: string): Markdown {
  const known = settings[what];
  return known === undefined ? plainLine(what, 40) : t(known);
}

function whoIs(actor: string): Markdown {
  if (actor === 'operator') return t('the operator');
  if (actor === 'bot') return t('the bot itself');
  return actor === '' ? t('a member who had this deleted') : memberMention(actor);
}
