import { DiscordAPIError, type Message, MessageFlags } from 'discord.js';
import { type APIMessageTopLevelComponent, ComponentType } from 'discord-api-types/v10';
import { isButtonMenu, parseCustomId, pressedIdOf, renewMenuId } from './custom-id.ts';
import type { CustomIdInteraction } from './define-button.ts';

/**
 * Lets the same be chosen again in a menu of buttons: Discord shows what was chosen last, and takes a choice of it for
 * none. Only a message that all see can be changed beside the answer; a private one belongs to the token of the
 * interaction that made it. A choice that turns its message has a new menu anyway.
 */
export async function resetButtonMenu(interaction: CustomIdInteraction): Promise<void> {
  if (!interaction.isStringSelectMenu() || !isButtonMenu(interaction.customId)) return;
  if (parseCustomId(pressedIdOf(interaction))?.mode === 'turn') return;
  const { message } = interaction;
  if (message.flags.has(MessageFlags.Ephemeral)) return;
  await message.edit({ components: renewMenus(message) }).catch(ignoreRefusal);
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

// the message is gone, or not to be changed: the menu stays as Discord shows it
function ignoreRefusal(error: unknown): void {
  if (!(error instanceof DiscordAPIError)) throw error;
}
