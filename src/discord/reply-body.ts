import { randomBytes } from 'node:crypto';
import { ComponentType, type Message, MessageFlags } from 'discord.js';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { t } from '../i18n/translate.ts';
import { createText, isLaidOut, layOut } from './layout.ts';
import { formatCode, md, renderMessage } from './render/text.ts';
import type { Reply, ReplyFile } from './types.ts';

/**
 * What became of a request: answered, refused with a sentence that says why, or failed by a fault of ours.
 */
export type ReplyOutcome = 'answered' | 'refused' | 'failed';

/** A reply as discord.js sends it. */
export function toMessageBody(reply: Reply) {
  const { files = [] } = reply;
  return {
    flags: MessageFlags.IsComponentsV2,
    components: layOut(reply),
    attachments: [],
    files: files.map(toAttachment),
  } as const;
}

/** A reply for one member alone. */
export function toEphemeralBody(reply: Reply) {
  const { flags, ...body } = toMessageBody(reply);
  return { ...body, flags: flags | MessageFlags.Ephemeral } as const;
}

/** A reply in place of a message: what an older one of ours had outside of components goes. */
export function toEditBody(reply: Reply, before: Pick<Message, 'flags'> | null) {
  const body = toMessageBody(reply);
  return isLaidOut(before) ? body : { ...body, content: null, embeds: [] };
}

/** A message as it is, with what is being done in place of its buttons. */
export function toProgressBody({ content = md``, components = [] }: Reply, before: Message) {
  if (!isLaidOut(before)) return { ...toUnchangedBody(before), content, components };
  const shown = before.components.filter(({ type }) => type !== ComponentType.ActionRow);
  return { components: [createText(content), ...shown.map(each => each.toJSON()), ...components] };
}

/** A message as it was, in place of what stood there meanwhile. */
export function toUnchangedBody({ content, embeds, components, flags }: Message) {
  return isLaidOut({ flags }) ? { components } : { content, embeds, components };
}

function toAttachment({ name, bytes, description }: ReplyFile) {
  return { name, attachment: Buffer.from(bytes), description };
}

/**
 * The sentence that a reader gets for whatever was thrown. A UserError says it itself; anything else is
 * logged under an id that the reader is shown, so that an operator finds it.
 */
export function explainError(error: unknown, log: Logger, logFields: object): Reply {
  if (error instanceof UserError) return { content: renderMessage(error.said) };
  const id = randomBytes(4).toString('hex');
  log.error({ err: error, errorId: id, ...logFields }, 'a request failed');
  return {
    content: t(
      'Something went wrong on my side, and nothing was changed. Please try again. If it keeps happening, tell the operator this id: {{id}}',
      { id: formatCode(id) },
    ),
  };
}
