import { DiscordAPIError, type Message, MessageFlags } from 'discord.js';
import { type APIMessageTopLevelComponent, ComponentType } from 'discord-api-types/v10';
import { isButtonMenu, parseCustomId, pressedIdOf, renewMenuId } from './custom-id.ts';
import type { CustomIdInteraction } from './define-button.ts';
import { findButtonMenu } from './layout.ts';
import type { ReplyWebhooks } from './reply-webhooks.ts';

/**
 * Lets the same item of a menu of buttons be chosen again: Discord shows the last choice and does not report
 * choosing it once more. A choice that turns its message gets a new menu anyway, and a private message gets
 * one from `renewPrivateMenus`, unless the choice opened a form, which may be cancelled: the message is then
 * changed by the webhook of the interaction that it replies to. Once that is over, the choice's own webhook is
 * tried: Discord's documents don't say whether a form lets it change the message that was chosen in.
 */
export async function resetButtonMenu(
  interaction: CustomIdInteraction,
  replyWebhooks: ReplyWebhooks,
): Promise<void> {
  if (!interaction.isStringSelectMenu() || !isButtonMenu(interaction.customId)) return;
  const mode = parseCustomId(pressedIdOf(interaction))?.mode;
  if (mode === 'turn') return;
  const { message } = interaction;
  const components = renewMenus(message);
  if (!message.flags.has(MessageFlags.Ephemeral)) await message.edit({ components }).catch(ignoreRefusal);
  else if (mode === 'form') {
    const before = replyWebhooks.find(message.interactionMetadata?.id);
    const edited = before
      ? before.editMessage(message, { components })
      : interaction.webhook.editMessage('@original', { components });
    await edited.catch(ignoreRefusal);
  }
}

/** A private message's components with renewed menus, or null. Accepted only with the first reply. */
export function renewPrivateMenus(message: Message): APIMessageTopLevelComponent[] | null {
  const isPrivate = message.flags.has(MessageFlags.Ephemeral);
  return isPrivate && findButtonMenu(message) ? renewMenus(message) : null;
}

function renewMenus({ components }: Message): APIMessageTopLevelComponent[] {
  return components
    .map(component => component.toJSON() as APIMessageTopLevelComponent)
    .map(row =>
      row.type !== ComponentType.ActionRow
        ? row
        : {
            ...row,
            components: row.components.map(each =>
              each.type === ComponentType.StringSelect && isButtonMenu(each.custom_id)
                ? { ...each, custom_id: renewMenuId(each.custom_id) }
                : each,
            ),
          },
    );
}

// the message is gone or may not be changed: the menu stays as Discord shows it
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof DiscordAPIError)) throw error;
}
