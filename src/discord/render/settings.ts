import {
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
} from 'discord-api-types/v10';
import { phrase } from '../../i18n/define-message.ts';
import { formatNumber, type Markdown, t } from '../../i18n/translate.ts';
import type { ServerSettings } from '../../storage/storage.ts';
import type { Limits } from '../../usage/ledger.ts';
import { button, customId, row } from '../custom-id.ts';
import type { Field, Form, Reply } from '../types.ts';
import { renderField } from './form.ts';
import { channelMention, joinText, plainLine, roleMention } from './text.ts';

/** The languages that a server can choose for everybody, each in its own. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  zh: '中文',
} as const;

/** The value of "each member's own language" in the menu. */
export const OWN_LANGUAGE = 'own';
/** Roles and channels that can be chosen, at most: Discord's limit for a menu. */
const MOST = 25;

interface Panel {
  readonly settings: ServerSettings;
  /** The operator's. */
  readonly limits: Limits;
  /** Whether this editor may say who else is one. */
  readonly managesServer: boolean;
  /** Whether a role or channel is still there: Discord takes no other for chosen. */
  readonly isThere: (id: string) => boolean;
}

/** All settings of a server, with what changes them. */
export function renderSettings(panel: Panel): Reply {
  return {
    embeds: [
      { title: t('Settings of this server'), description: joinText(lines(panel), '\n'), color: 0xb3392f },
    ],
    components: [
      row(languageMenu(panel.settings)),
      row(askersMenu(panel)),
      row(channelsMenu(panel)),
      row(editorMenu(panel)),
      row(...switches(panel.settings)),
    ],
  };
}

function lines({ settings, limits }: Panel): Markdown[] {
  const { language, maskStrongLanguage, askers, channels, editorRole, engine } = settings;
  const named =
    language === null
      ? t('each member’s own')
      : plainLine(languages[language as keyof typeof languages] ?? language);
  return [
    t('**Language:** {{language}}', { language: named }),
    maskStrongLanguage
      ? t('**Strong language in comments and quotes:** masked (b•••)')
      : t('**Strong language in comments and quotes:** shown as it was written'),
    askers.length === 0
      ? t('**Who may ask:** everybody')
      : t('**Who may ask:** {{roles}}, and editors', { roles: mentions(askers, '@&') }),
    channels.length === 0
      ? t('**Where I answer:** in all channels')
      : t('**Where I answer:** {{channels}}; private answers everywhere', {
          channels: mentions(channels, '#'),
        }),
    editorRole === null
      ? t('**Editors:** who may manage the server')
      : t('**Editors:** who may manage the server, and {{role}}', { role: mentions([editorRole], '@&') }),
    t('**Answers by the model for a member in a day:** {{limit}}', { limit: dailyLimit(settings, limits) }),
    engine === 'built-in'
      ? t('**Engine:** the built-in one; no model is asked')
      : t('**Engine:** the model where there is one, else the built-in one'),
  ];
}

function mentions(ids: readonly string[], mark: '#' | '@&'): Markdown {
  return joinText(ids.map(mark === '#' ? channelMention : roleMention), ', ');
}

function dailyLimit({ answersPerMember }: ServerSettings, { answers: { member } }: Limits): Markdown {
  const operators = member === null ? t('no limit') : t('{{member}}, the operator’s limit', { member });
  if (answersPerMember === null) return operators;
  if (member !== null && answersPerMember >= member)
    return t('{{operators}} ({{answersPerMember}} here)', { operators, answersPerMember });
  return formatNumber(answersPerMember);
}

function languageMenu({ language }: ServerSettings): APIComponentInMessageActionRow {
  const options = [
    { label: t('Each member’s own language'), value: OWN_LANGUAGE },
    ...Object.entries(languages).map(([value, label]) => ({ label, value })),
  ];
  return {
    type: ComponentType.StringSelect,
    custom_id: customId('turn', 'settings', 'language'),
    placeholder: t('Language'),
    options: options.map(option => ({ ...option, default: option.value === (language ?? OWN_LANGUAGE) })),
  };
}

function askersMenu({ settings: { askers }, isThere }: Panel): APIComponentInMessageActionRow {
  return {
    type: ComponentType.RoleSelect,
    custom_id: customId('turn', 'settings', 'askers'),
    placeholder: t('Who may ask: everybody'),
    min_values: 0,
    max_values: MOST,
    default_values: askers.filter(isThere).map(id => ({ id, type: SelectMenuDefaultValueType.Role })),
  };
}

function channelsMenu({ settings: { channels }, isThere }: Panel): APIComponentInMessageActionRow {
  const { GuildText, GuildAnnouncement, GuildForum, GuildCategory } = ChannelType;
  return {
    type: ComponentType.ChannelSelect,
    custom_id: customId('turn', 'settings', 'channels'),
    placeholder: t('Where I answer: in all channels'),
    channel_types: [GuildText, GuildAnnouncement, GuildForum, GuildCategory],
    min_values: 0,
    max_values: MOST,
    default_values: channels.filter(isThere).map(id => ({ id, type: SelectMenuDefaultValueType.Channel })),
  };
}

function editorMenu({
  settings: { editorRole },
  managesServer,
  isThere,
}: Panel): APIComponentInMessageActionRow {
  return {
    type: ComponentType.RoleSelect,
    custom_id: customId('turn', 'settings', 'editors'),
    placeholder: t('Editors: only who may manage the server'),
    min_values: 0,
    max_values: 1,
    disabled: !managesServer,
    ...(editorRole !== null &&
      isThere(editorRole) && { default_values: [{ id: editorRole, type: SelectMenuDefaultValueType.Role }] }),
  };
}

function switches({ maskStrongLanguage, engine }: ServerSettings): APIButtonComponentWithCustomId[] {
  const isBuiltIn = engine === 'built-in';
  return [
    maskStrongLanguage
      ? button(t('Show strong language'), customId('turn', 'settings', 'mask', 'off'))
      : button(t('Mask strong language'), customId('turn', 'settings', 'mask', 'on')),
    isBuiltIn
      ? button(t('Ask the model again'), customId('turn', 'settings', 'engine', 'automatic'))
      : button(t('Use the built-in engine only'), customId('turn', 'settings', 'engine', 'built-in')),
    button(t('Daily limit…'), customId('form', 'settings', 'limit')),
    button(t('Changes'), customId('open', 'settings', 'changes', 0)),
  ];
}

export const limitField: Field = {
  custom_id: 'limit',
  label: phrase('For one member in one day'),
  required: false,
  max_length: 6,
};

/** The form for the daily limit. */
export function limitForm({ answersPerMember }: ServerSettings, { answers: { member } }: Limits): Form {
  return {
    custom_id: customId('turn', 'settings', 'limit'),
    title: t('Answers by the model'),
    components: [
      renderField(limitField, {
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
