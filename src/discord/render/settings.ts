import {
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
} from 'discord-api-types/v10';
import { z } from 'zod';
import { defineMessage } from '../../i18n/define-message.ts';
import { type CatalogName, catalogNames, textLanguages } from '../../i18n/languages.ts';
import { formatNumber, type Markdown, t } from '../../i18n/translate.ts';
import type { ServerSettings } from '../../storage/stores/settings.ts';
import type { Limits } from '../../usage/ledger.ts';
import { createButton, createMenuRows, createRow, MAX_MENU_OPTIONS } from '../components.ts';
import { createCustomId, createMenuId, NO_VALUES } from '../custom-id.ts';
import type { ModalData, Reply, TextField } from '../types.ts';
import { changesButton } from './changes.ts';
import { renderModalField } from './modal-field.ts';
import { escapeLine, formatChannelMention, formatRoleMention, joinText } from './text.ts';

/** The menu value for "each member's own language". */
export const MEMBER_LANGUAGE = 'own';

const Ids = z.array(z.string());

/** The controls that change each setting. */
export const settingsButtons = {
  language: {
    key: 'settings/language',
    values: z.object({ language: z.enum([MEMBER_LANGUAGE, ...catalogNames]) }),
  },
  proven: { key: 'settings/proven', values: z.object({ proven: z.enum(['only', 'all']) }) },
  mask: { key: 'settings/mask', values: z.object({ mask: z.enum(['on', 'off']) }) },
  engine: { key: 'settings/engine', values: z.object({ engine: z.enum(['automatic', 'built-in']) }) },
  askers: { key: 'settings/askers', values: Ids },
  channels: { key: 'settings/channels', values: Ids },
  editors: { key: 'settings/editors', values: Ids.max(1) },
  limit: { key: 'settings/limit', values: NO_VALUES },
};

interface SettingsPanel {
  readonly settings: ServerSettings;
  /** The operator's limits. */
  readonly limits: Limits;
  /** Whether this editor may choose who else is an editor. */
  readonly managesServer: boolean;
  /** Whether a role or channel still exists: Discord accepts no other as a default value. */
  readonly exists: (id: string) => boolean;
}

/** All settings of a server, with the controls to change them. */
export function renderSettings(panel: SettingsPanel): Reply {
  return {
    cards: [
      {
        title: t('This server’s settings'),
        description: joinText(formatSettings(panel), '\n'),
      },
    ],
    components: [
      ...createLanguageMenu(panel.settings),
      createRow(createAskersMenu(panel)),
      createRow(createChannelsMenu(panel)),
      createRow(createEditorMenu(panel)),
      createRow(...createSwitches(panel.settings)),
    ],
  };
}

function formatSettings({ settings, limits }: SettingsPanel): Markdown[] {
  const { language, maskStrongLanguage, provenOnly, askers, channels, editorRole, engine } = settings;
  const languageName =
    language === null
      ? t('each member’s own')
      : escapeLine(textLanguages[language as CatalogName]?.name ?? language);
  return [
    t('**Language:** {{language}}', { language: languageName }),
    maskStrongLanguage
      ? t('**Strong language in comments and quotes:** masked (b•••)')
      : t('**Strong language in comments and quotes:** shown as written'),
    provenOnly
      ? t('**Only what is proven:** yes; what is in the model’s words is left out and counted')
      : t('**Only what is proven:** no; what is in the model’s words is shown, marked ≈'),
    askers.length === 0
      ? t('**Who can ask:** everyone')
      : t('**Who can ask:** {{roles}}, and editors', { roles: joinMentions(askers, '@&') }),
    channels.length === 0
      ? t('**Where I answer:** all channels')
      : t('**Where I answer:** {{channels}}; private answers everywhere', {
          channels: joinMentions(channels, '#'),
        }),
    editorRole === null
      ? t('**Editors:** members who can manage the server')
      : t('**Editors:** members who can manage the server, and {{role}}', {
          role: joinMentions([editorRole], '@&'),
        }),
    t('**Model answers per member and day:** {{limit}}', {
      limit: formatDailyLimit(settings, limits),
    }),
    engine === 'built-in'
      ? t('**Engine:** built-in, without a model')
      : t('**Engine:** the model if there is one, otherwise built-in'),
  ];
}

function joinMentions(ids: readonly string[], mark: '#' | '@&'): Markdown {
  return joinText(ids.map(mark === '#' ? formatChannelMention : formatRoleMention), ', ');
}

function formatDailyLimit({ answersPerMember }: ServerSettings, { answers: { member } }: Limits): Markdown {
  const operators = member === null ? t('no limit') : t('{{member}}, the operator’s limit', { member });
  if (answersPerMember === null) return operators;
  if (member !== null && answersPerMember >= member)
    return t('{{operators}} ({{answersPerMember}} here)', { operators, answersPerMember });
  return formatNumber(answersPerMember);
}

function createLanguageMenu({ language }: ServerSettings) {
  const options = [
    { label: t('Each member’s own language'), value: MEMBER_LANGUAGE },
    ...Object.entries(textLanguages).map(([value, { name }]) => ({ label: name, value })),
  ];
  return createMenuRows(
    createMenuId('turn', settingsButtons.language),
    t('Language'),
    options.map(option => ({ ...option, default: option.value === (language ?? MEMBER_LANGUAGE) })),
  );
}

function createAskersMenu({ settings: { askers }, exists }: SettingsPanel): APIComponentInMessageActionRow {
  return {
    type: ComponentType.RoleSelect,
    custom_id: createMenuId('turn', settingsButtons.askers),
    placeholder: t('Who can ask: everyone'),
    min_values: 0,
    max_values: MAX_MENU_OPTIONS,
    default_values: askers.filter(exists).map(id => ({ id, type: SelectMenuDefaultValueType.Role })),
  };
}

function createChannelsMenu({
  settings: { channels },
  exists,
}: SettingsPanel): APIComponentInMessageActionRow {
  const { GuildText, GuildAnnouncement, GuildForum, GuildCategory } = ChannelType;
  return {
    type: ComponentType.ChannelSelect,
    custom_id: createMenuId('turn', settingsButtons.channels),
    placeholder: t('Where I answer: all channels'),
    channel_types: [GuildText, GuildAnnouncement, GuildForum, GuildCategory],
    min_values: 0,
    max_values: MAX_MENU_OPTIONS,
    default_values: channels.filter(exists).map(id => ({ id, type: SelectMenuDefaultValueType.Channel })),
  };
}

function createEditorMenu({
  settings: { editorRole },
  managesServer,
  exists,
}: SettingsPanel): APIComponentInMessageActionRow {
  return {
    type: ComponentType.RoleSelect,
    custom_id: createMenuId('turn', settingsButtons.editors),
    placeholder: t('Editors: no further role'),
    min_values: 0,
    max_values: 1,
    disabled: !managesServer,
    ...(editorRole !== null &&
      exists(editorRole) && { default_values: [{ id: editorRole, type: SelectMenuDefaultValueType.Role }] }),
  };
}

function createSwitches({
  maskStrongLanguage,
  provenOnly,
  engine,
}: ServerSettings): APIButtonComponentWithCustomId[] {
  const isBuiltIn = engine === 'built-in';
  return [
    maskStrongLanguage
      ? createButton(t('Show strong language'), createCustomId('turn', settingsButtons.mask, { mask: 'off' }))
      : createButton(t('Mask strong language'), createCustomId('turn', settingsButtons.mask, { mask: 'on' })),
    provenOnly
      ? createButton(
          t('Show the model’s words too'),
          createCustomId('turn', settingsButtons.proven, { proven: 'all' }),
        )
      : createButton(
          t('Only what is proven'),
          createCustomId('turn', settingsButtons.proven, { proven: 'only' }),
        ),
    isBuiltIn
      ? createButton(
          t('Use the model again'),
          createCustomId('turn', settingsButtons.engine, { engine: 'automatic' }),
        )
      : createButton(
          t('Use the built-in engine only'),
          createCustomId('turn', settingsButtons.engine, { engine: 'built-in' }),
        ),
    createButton(t('Daily limit…'), createCustomId('form', settingsButtons.limit)),
    createButton(t('Changes'), createCustomId('open', changesButton, { page: 0 })),
  ];
}

/** The field for a daily limit. */
export const LIMIT_FIELD: TextField = {
  type: ComponentType.TextInput,
  custom_id: 'limit',
  label: defineMessage('Per member and day'),
  required: false,
  max_length: 6,
};

/** The form for the daily limit. */
export function createLimitModal(
  { answersPerMember }: ServerSettings,
  { answers: { member } }: Limits,
): ModalData {
  return {
    custom_id: createCustomId('turn', settingsButtons.limit),
    title: t('Model answers'),
    components: [
      renderModalField(LIMIT_FIELD, {
        isLong: false,
        description:
          member === null
            ? t('A whole number. Leave it empty for no limit of your own.')
            : t('A whole number; the operator allows {{member}}. Leave it empty for no limit of your own.', {
                member,
              }),
        ...(answersPerMember !== null && { value: `${answersPerMember}` }),
      }),
    ],
  };
}
