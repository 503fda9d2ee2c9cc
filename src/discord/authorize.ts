import type { Interaction } from 'discord.js';
import { setLocale } from '../i18n/translate.ts';
import { type Audience, checkAccess, visitorOf } from './access.ts';
import { createAuditedContext } from './audit.ts';
import { type Context, createContext, type Services } from './context.ts';
import type { PendingReply } from './pending-replies.ts';

/** What an interaction uses. */
export interface RequestedUse {
  /** What it is called in a refusal. */
  readonly name: string;
  /** `readers` if absent. */
  readonly audience?: Audience | undefined;
  /** Whether only the asking member sees the reply; what the member chose in the command if absent. */
  readonly ephemeral?: boolean;
  /** Where its progress is shown; nowhere if absent. */
  readonly pending?: PendingReply;
}

/**
 * The context for whoever may use this here, in the language of their server. Throws a UserError where they
 * may not: the one place where that is decided.
 */
export async function authorize(
  interaction: Interaction,
  { name, audience = 'readers', ephemeral, pending }: RequestedUse,
  services: Services,
): Promise<Context> {
  const { user, guildId, channelId } = interaction;
  const rules = await services.settings.get(guildId);
  setLocale(rules.language);
  checkAccess(visitorOf(interaction), rules, {
    audience,
    name,
    ...(ephemeral !== undefined && { ephemeral }),
  });
  const asker = { memberId: user.id, serverId: guildId, channelId, rules };
  return createAuditedContext(createContext(asker, services, pending?.subscriber), asker);
}
