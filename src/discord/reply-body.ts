import { randomBytes } from 'node:crypto';
import { ComponentType, DiscordAPIError, type Message, MessageFlags, RESTJSONErrorCodes } from 'discord.js';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { t } from '../i18n/translate.ts';
import { createText, isLaidOut, layOut } from './layout.ts';
import { formatCode, md, renderMessage } from './render/text.ts';
import type { Reply, ReplyFile } from './types.ts';

/** How a request ended: answered, refused with a sentence, or failed because of an error of ours. */
export type ReplyOutcome = 'answered' | 'refused' | 'failed';

/** The body of a message that shows a reply. */
export function toMessageBody(reply: Reply) {
  const { files = [] } = reply;
  return {
    flags: MessageFlags.IsComponentsV2,
    components: layOut(reply),
    attachments: [],
    files: files.map(toAttachment),
  } as const;
}

/** The body of a message that shows a reply to one member alone. */
export function toEphemeralBody(reply: Reply) {
  const { flags, ...body } = toMessageBody(reply);
  return { ...body, flags: flags | MessageFlags.Ephemeral } as const;
}

/**
 * The body that replaces a message with a reply. An older message of ours loses its content and embeds, which
 * were outside of components.
 */
export function toEditBody(reply: Reply, before: Pick<Message, 'flags'> | null) {
  const body = toMessageBody(reply);
  return isLaidOut(before) ? body : { ...body, content: null, embeds: [] };
}

/** The body that keeps a message, with what is being done in place of its buttons. */
export function toProgressBody({ content = md``, components = [] }: Reply, before: Message) {
  if (!isLaidOut(before)) return { ...toUnchangedBody(before), content, components };
  const shown = before.components.filter(({ type }) => type !== ComponentType.ActionRow);
  return { components: [createText(content), ...shown.map(each => each.toJSON()), ...components] };
}

/** The body that restores a message to what it was before. */
export function toUnchangedBody({ content, embeds, components, flags }: Message) {
  return isLaidOut({ flags }) ? { components } : { content, embeds, components };
}

function toAttachment({ name, bytes, description }: ReplyFile) {
  return { name, attachment: Buffer.from(bytes), description };
}

/**
 * The sentence that a reader gets for an error. A UserError has its own; anything else is logged under an id
 * that the reader is shown, so that an operator can find it.
 */
export function explainError(error: unknown, log: Logger, logFields: object): Reply {
  if (error instanceof UserError) return { content: renderMessage(error.said) };
  const id = logUnderId(error, log, { logFields, message: 'a request failed' });
  return {
    content: t(
      'Something went wrong on my side, and nothing was changed. Please try again. If it keeps happening, tell the operator this id: {{id}}',
      { id },
    ),
  };
}

/** What a reader gets in place of a message whose content Discord refuses; undefined for any other error. */
export function explainRefusedContent(error: unknown, log: Logger, logFields: object): Reply | undefined {
  if (!(error instanceof DiscordAPIError && REFUSED_CONTENT.has(error.code))) return undefined;
  const id = logUnderId(error, log, { logFields, message: 'Discord refused the content of an answer' });
  return {
    content: t(
      'Discord refused my answer, so I can’t show it. What you asked me to do may be done. If it keeps happening, tell the operator this id: {{id}}',
      { id },
    ),
  };
}

/** Discord's errors for a message that would be refused wherever it is sent. */
const REFUSED_CONTENT = new Set<unknown>([
  RESTJSONErrorCodes.InvalidFormBodyOrContentType,
  RESTJSONErrorCodes.RequestEntityTooLarge,
  RESTJSONErrorCodes.CannotSendAnEmptyMessage,
  RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration,
  RESTJSONErrorCodes.MessageBlockedByHarmfulLinksFilter,
]);

/** Logs an error of ours, and returns the id of the line as a reader is shown it. */
function logUnderId(
  error: unknown,
  log: Logger,
  { logFields, message }: { logFields: object; message: string },
) {
  const id = randomBytes(4).toString('hex');
  log.error({ err: error, errorId: id, ...logFields }, message);
  return formatCode(id);
}
