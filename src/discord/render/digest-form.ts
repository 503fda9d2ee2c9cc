import { ChannelType, ComponentType } from 'discord-api-types/v10';
import type { DigestRequest } from '../../digests/digest-request.ts';
import { suggestZones } from '../../digests/schedule-text.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import type { MessageDescriptor } from '../../i18n/template-values.ts';
import { t } from '../../i18n/translate.ts';
import { MAX_MENU_OPTIONS } from '../components.ts';
import { createCustomId, NO_VALUES } from '../custom-id.ts';
import { formatZone } from '../digest-options.ts';
import type { ModalData, ModalField, Reply } from '../types.ts';
import { formatWeekday } from './digest-schedule.ts';
import { renderChannelField, renderCheckboxes, renderMenuField, renderModalField } from './modal-field.ts';
import { escapeLine, formatChannelMention, md, renderMessage, toLabel } from './text.ts';

const { TextInput, ChannelSelect, CheckboxGroup, StringSelect } = ComponentType;

/** Opens the form of `/digest create`. */
export const digestFormButton = { key: 'digest/create', values: NO_VALUES };

const FIELDS = {
  name: {
    type: TextInput,
    custom_id: 'name',
    label: defineMessage('Name'),
    required: true,
    max_length: 80,
  },
  channel: {
    type: ChannelSelect,
    custom_id: 'channel',
    label: defineMessage('Channel'),
    required: true,
    channel_types: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
  },
  days: {
    type: CheckboxGroup,
    custom_id: 'days',
    label: defineMessage('Days'),
    required: true,
    values: ['1', '2', '3', '4', '5', '6', '7'],
  },
  time: {
    type: TextInput,
    custom_id: 'time',
    label: defineMessage('Time of day'),
    required: true,
    max_length: 20,
  },
  zone: {
    type: StringSelect,
    custom_id: 'zone',
    label: defineMessage('Time zone'),
    required: true,
  },
} as const satisfies Record<string, ModalField>;

/** The fields of the digest form. */
export const DIGEST_FIELDS: readonly ModalField[] = Object.values(FIELDS);

/** The initial values of the digest form. */
interface DigestFormValues {
  readonly name?: string | undefined;
  readonly channelId?: string | undefined;
  /** ISO weekdays. */
  readonly days?: readonly number[] | undefined;
  readonly time?: string | undefined;
  readonly zone?: string | undefined;
}

/** The form for a digest. `zones`: time zones the server has used; `now`: milliseconds since 1970. */
export function createDigestModal(
  { name, channelId, days = [1, 2, 3, 4, 5, 6, 7], time, zone }: DigestFormValues,
  { zones, now }: { zones: readonly string[]; now: number },
): ModalData {
  const offered = [...new Set([...(zone === undefined ? [] : [zone]), ...zones, ...suggestZones('')])];
  const chosen = zone ?? zones[0];
  return {
    custom_id: createCustomId('open', digestFormButton),
    title: t('Create a digest'),
    components: [
      renderModalField(FIELDS.name, {
        isLong: false,
        placeholder: t('For example: Morning papers'),
        ...(name !== undefined && { value: name }),
      }),
      renderChannelField(FIELDS.channel, { channelId }),
      renderCheckboxes(
        FIELDS.days,
        FIELDS.days.values.map(value => ({
          value,
          label: formatWeekday(Number(value)),
          default: days.includes(Number(value)),
        })),
      ),
      renderModalField(FIELDS.time, {
        isLong: false,
        placeholder: '08:30',
        ...(time !== undefined && { value: time }),
      }),
      renderMenuField(
        FIELDS.zone,
        offered.slice(0, MAX_MENU_OPTIONS).map(value => ({
          value,
          label: toLabel(formatZone(value, now), 100),
          default: value === chosen,
        })),
        { description: t('Not in the list? /digest edit takes any city.') },
      ),
    ],
  };
}

/** Explains why a digest was not created, and how to try again with the values already filled in. */
export function renderUncreatedDigest(
  reason: MessageDescriptor,
  { name, channelId, days, time, zone }: DigestRequest,
): Reply {
  const channel = formatChannelMention(channelId);
  return {
    content: t('{{reason}}\nNothing was created. To try again, send this, changed:\n> {{again}}', {
      reason: renderMessage(reason),
      again: md`/digest create name:${escapeLine(name)} channel:${channel} ${escapeLine(`days:${days} time:${time} zone:${zone}`)}`,
    }),
  };
}
