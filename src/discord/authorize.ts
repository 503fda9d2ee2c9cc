import type { Interaction } from 'discord.js';
import { setLocale } from '../i18n/translate.ts';
import { type Audience, findAccessRefusal, visitorOf } from './access.ts';
import { createAuditedContext } from './audit.ts';
import { type Context, createContext, type Services } from './context.ts';
import type { PendingReply } from './pending-replies.ts';

/** A feature that an interaction asks to use. */
export interface RequestedUse {
  /** Its name in a refusal. */
  readonly name: string;
  /** `readers` if absent. */
  readonly audience?: Audience | undefined;
  /** Whether only the asking member sees the reply; false if absent. */
  readonly ephemeral?: boolean;
  /** Where progress is shown; nowhere if absent. */
  readonly pending?: PendingReply;
}

/**
 * The context for a member who may use this here, in the language of their server. Throws a UserError if they
 * may not. This is the only place that decides access for interactions.
 */
export async function authorize(
  interaction: Interaction,
  { name, audience = 'readers', ephemeral, pending }: RequestedUse,
  services: Services,
): Promise<Context> {
  const { user, guildId, channelId } = interaction;
  const rules = await services.settings.get(guildId);
  setLocale(rules.language);
  const use = { audience, name, ...(ephemeral !== undefined && { ephemeral }) };
  const refusal = findAccessRefusal(visitorOf(interaction), rules, use);
  if (refusal) throw refusal;
  const asker = { memberId: user.id, serverId: guildId, channelId, rules };
  return createAuditedContext(createContext(asker, services, pending?.subscriber), asker);
}
