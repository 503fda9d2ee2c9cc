import type { ModalSubmitInteraction } from 'discord.js';
import type { DigestOutlook } from '../digests/digest-actions.ts';
import type { DigestRequest } from '../digests/digest-request.ts';
import { formatDaysOption, parseDays, parseTime, parseZone } from '../digests/schedule-text.ts';
import { UserError } from '../errors.ts';
import type { Context } from './context.ts';
import { renderDigestStarted } from './render/digest.ts';
import { createDigestModal, renderUncreatedDigest } from './render/digest-form.ts';
import { getPostChannel, POST_CHANNEL_TYPES, refuseClosedChannel } from './server-scope.ts';
import type { ServerCommandInteraction } from './subcommands.ts';
import type { ModalData, Reply } from './types.ts';

/** Articles per post if the editor does not say. */
const DEFAULT_COUNT = 5;
const EVERY_DAY = formatDaysOption([1, 2, 3, 4, 5, 6, 7]);

/** The options that a digest requires; the form asks for them. */
const NEEDED = ['name', 'channel', 'days', 'time', 'zone'] as const;

/**
 * The form for a new digest that lacks required options, filled in with those given; null if none is needed.
 * Throws a UserError for an option that cannot be parsed, and for one that has no field in the form.
 */
export async function createDigestForm(
  interaction: ServerCommandInteraction,
  { digests, clock }: Context,
): Promise<ModalData | null> {
  const { options, guildId } = interaction;
  const missing = NEEDED.filter(name => options.get(name) === null);
  if (missing.length === 0) return null;
  if (hasMoreThanForm(interaction)) {
    // as in the form, every day unless the editor says otherwise
    const unknown = missing.find(name => name !== 'days');
    if (unknown === undefined) return null;
    throw new UserError('Please fill in “{{option}}”.', { option: unknown });
  }
  const channel = getPostChannel(interaction);
  const typed = (name: string) => options.getString(name) ?? undefined;
  const [days, time, zone] = [typed('days'), typed('time'), typed('zone')];
  const others = await digests.list(guildId);
  return createDigestModal(
    {
      name: typed('name'),
      channelId: channel?.id ?? findChannelHere(interaction),
      days: days === undefined ? undefined : parseDays(days),
      time: time === undefined ? undefined : parseTime(time),
      zone: zone === undefined ? undefined : parseZone(zone),
    },
    { zones: others.map(digest => digest.zone), now: clock.now() },
  );
}

/** Whether the editor gave an option that has no field in the form. */
const hasMoreThanForm = ({ options }: ServerCommandInteraction): boolean =>
  options.get('count') !== null || options.get('tags') !== null;

/** The channel of the command, if digests can be posted to its type of channel. */
function findChannelHere({ channel }: ServerCommandInteraction): string | undefined {
  return channel && POST_CHANNEL_TYPES.some(type => type === channel.type) ? channel.id : undefined;
}

/** Creates a digest from a command that needs no form. */
export async function createTypedDigest(
  interaction: ServerCommandInteraction,
  { digests }: Context,
): Promise<Reply> {
  const { options, guildId, user } = interaction;
  const channel = options.getChannel('channel', true, POST_CHANNEL_TYPES);
  refuseClosedChannel(interaction, channel);
  const outlook = await digests.create({
    serverId: guildId,
    channelId: channel.id,
    name: options.getString('name', true),
    days: options.getString('days') ?? EVERY_DAY,
    time: options.getString('time', true),
    zone: options.getString('zone', true),
    count: options.getInteger('count') ?? DEFAULT_COUNT,
    tags: options.getString('tags') ?? undefined,
    createdBy: user.id,
  });
  return renderDigestStarted(outlook, 'created');
}

/** Creates the digest of a submitted form. If that fails, the member gets the input back as a command. */
export async function createFilledInDigest(
  interaction: ModalSubmitInteraction<'cached' | 'raw'>,
  context: Context,
): Promise<Reply> {
  const request = readForm(interaction);
  try {
    return renderDigestStarted(await createFromForm(request, interaction, context), 'created');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return renderUncreatedDigest(error.said, request);
  }
}

function createFromForm(
  request: DigestRequest,
  interaction: ModalSubmitInteraction<'cached' | 'raw'>,
  { digests }: Context,
): Promise<DigestOutlook> {
  const channel = interaction.fields.getSelectedChannels('channel', true, POST_CHANNEL_TYPES).first();
  if (channel) refuseClosedChannel(interaction, channel);
  return digests.create(request);
}

function readForm({ fields, guildId, user }: ModalSubmitInteraction<'cached' | 'raw'>): DigestRequest {
  const [zone = ''] = fields.getStringSelectValues('zone');
  return {
    serverId: guildId,
    channelId: fields.getSelectedChannels('channel', true).firstKey() ?? '',
    name: fields.getTextInputValue('name'),
    days: formatDaysOption(fields.getCheckboxGroup('days').map(Number).toSorted()),
    time: fields.getTextInputValue('time'),
    zone,
    count: DEFAULT_COUNT,
    createdBy: user.id,
  };
}
