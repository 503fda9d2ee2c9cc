import { randomBytes } from 'node:crypto';
import type { Logger } from 'pino';
import { UserError } from '../errors.ts';
import { t } from '../i18n/translate.ts';
import { formatCode, md, renderMessage } from './render/text.ts';
import type { Reply, ReplyFile } from './types.ts';

/**
 * What became of a request: answered, refused with a sentence that says why, or failed by a fault of ours.
 */
export type ReplyOutcome = 'answered' | 'refused' | 'failed';

/** A Reply as discord.js wants it; what is absent is cleared when a message is edited. */
export function toMessageBody({ content = md``, embeds = [], components = [], files = [] }: Reply) {
  return { content, embeds, components, attachments: [], files: files.map(toAttachment) };
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
