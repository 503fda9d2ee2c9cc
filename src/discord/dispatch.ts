import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from 'discord.js';
import { UserError } from '../errors.ts';
import { createMessage, quotePlain } from '../i18n/template-values.ts';
import { hasErrorCode } from './api-errors.ts';
import { authorize, type RequestedUse } from './authorize.ts';
import { MAX_CHOICES } from './choices.ts';
import type { Command } from './command.ts';
import type { ComponentHandler } from './component-handlers.ts';
import {
  decodeValues,
  insertChoice,
  isButtonMenu,
  OUTDATED,
  type ParsedCustomId,
  parseCustomId,
  pressedIdOf,
} from './custom-id.ts';
import { type CustomIdInteraction, isMessageBound } from './define-button.ts';
import { type Exchange, type RepliableInteraction, sendFirst } from './exchange.ts';
import { renewPrivateMenus, resetButtonMenu } from './menu-reset.ts';
import { checkMenuChoice, checkOptions, isValidPartialInput } from './option-checks.ts';
import type { PendingReply } from './pending-replies.ts';
import { cancelButton } from './render/progress.ts';
import type { ReplyOutcome } from './reply-body.ts';
import { type CreateReply, respond, respondBelow, sendRefusal, updateMessage } from './respond.ts';
import type { ModalData } from './types.ts';

/**
 * Answers an interaction with the command, menu or component that it names. Throws any error that cannot be
 * reported to the member.
 */
export async function dispatch(interaction: Interaction, exchange: Exchange): Promise<ReplyOutcome> {
  if (!interaction.isAutocomplete()) exchange.replyWebhooks.remember(interaction);
  if (interaction.isChatInputCommand()) return runCommand(interaction, exchange);
  if (interaction.isMessageContextMenuCommand()) return runContextMenu(interaction, exchange);
  if (interaction.isAutocomplete()) return autocomplete(interaction, exchange);
  if (!interaction.isMessageComponent() && !interaction.isModalSubmit()) return 'refused';
  const outcome = await handleComponent(interaction, exchange);
  await resetButtonMenu(interaction, exchange.replyWebhooks);
  return outcome;
}

async function runContextMenu(
  interaction: MessageContextMenuCommandInteraction,
  exchange: Exchange,
): Promise<ReplyOutcome> {
  const menu = exchange.table.findMenu(interaction.commandName);
  const prepare = async (pending?: PendingReply) => {
    if (!menu) throw new UserError('I no longer have this. Discord may need a minute to notice; try /help.');
    const { data, audience } = menu;
    const use = {
      name: quotePlain(createMessage(data.name)),
      audience,
      ephemeral: true,
      ...(pending && { pending }),
    };
    const context = await authorize(interaction, use, exchange.services);
    if (interaction.targetMessage.channelId !== interaction.channelId)
      throw new UserError('This message is not in this channel.');
    return { menu, context };
  };
  if (menu?.form) {
    const outcome = await showModal(interaction, exchange, async () =>
      menu.form?.(interaction, (await prepare()).context),
    );
    if (outcome) return outcome;
  }
  const createReply: CreateReply = async pending => {
    const { menu: found, context } = await prepare(pending);
    return found.run(interaction, context);
  };
  return respond(interaction, exchange, { ephemeral: true, createReply });
}

async function runCommand(
  interaction: ChatInputCommandInteraction,
  exchange: Exchange,
): Promise<ReplyOutcome> {
  const command = exchange.table.findCommand(interaction.commandName);
  const ephemeral = (interaction.options.get('private')?.value ?? command?.isEphemeral ?? false) !== false;
  let areOptionsChecked = false;
  if (command?.getCommandModal) {
    const outcome = await showModal(interaction, exchange, async () => {
      const context = await authorize(interaction, { ...useOf(command), ephemeral }, exchange.services);
      await checkOptions(interaction, command.data);
      areOptionsChecked = true;
      return command.getCommandModal?.(interaction, context);
    });
    if (outcome) return outcome;
  }
  const createReply: CreateReply = async pending => {
    if (!command)
      throw new UserError(
        'I no longer have /{{commandName}}. Discord may need a minute to notice; try /help.',
        { commandName: interaction.commandName },
      );
    const use = { ...useOf(command), ephemeral, pending };
    const context = await authorize(interaction, use, exchange.services);
    // may ask Discord about channels and roles
    if (!areOptionsChecked) await checkOptions(interaction, command.data);
    return command.run(interaction, context);
  };
  return respond(interaction, exchange, { ephemeral, createReply });
}

/**
 * Shows a form. It must be the first response, so nothing is deferred. Returns undefined if this interaction
 * has no form.
 */
async function showModal(
  interaction: Exclude<RepliableInteraction, ModalSubmitInteraction>,
  exchange: Exchange,
  getModal: () => Promise<ModalData | null | undefined>,
): Promise<ReplyOutcome | undefined> {
  try {
    const modal = await getModal();
    if (!modal) return undefined;
    await sendFirst(exchange, () => interaction.showModal(modal));
    return 'answered';
  } catch (error) {
    return sendRefusal(interaction, exchange, error);
  }
}

async function handleComponent(interaction: CustomIdInteraction, exchange: Exchange): Promise<ReplyOutcome> {
  const parsed = parseCustomId(pressedIdOf(interaction));
  if (parsed?.command === cancelButton.key) return cancelReply(interaction, parsed, exchange);
  const handler = parsed && exchange.table.findComponentHandler(parsed.command);
  if (parsed?.mode === 'form' && handler?.getModal && !interaction.isModalSubmit())
    return showComponentModal(interaction, parsed, { handler, exchange });
  const createReply: CreateReply = async pending => {
    if (!parsed || !handler) throw new UserError(OUTDATED);
    const use = {
      name: `/${parsed.command}`,
      audience: handler.audience,
      ephemeral: parsed.mode !== 'post',
      pending,
    };
    const context = await authorize(interaction, use, exchange.services);
    return handler.handleComponent(await insertChosen(parsed.values, interaction), interaction, context);
  };
  if (parsed?.mode === 'turn' && handler) return updateMessage(interaction, exchange, createReply);
  const ephemeral = parsed?.mode !== 'post' || isFromEphemeral(interaction);
  if (ephemeral && !interaction.isButton() && isMessageBound(interaction)) {
    const components = renewPrivateMenus(interaction.message);
    if (components) return respondBelow(interaction, exchange, { components, createReply });
  }
  return respond(interaction, exchange, { ephemeral, createReply });
}

async function showComponentModal(
  interaction: Exclude<CustomIdInteraction, ModalSubmitInteraction>,
  { values, command: name }: ParsedCustomId,
  { handler, exchange }: { handler: ComponentHandler; exchange: Exchange },
): Promise<ReplyOutcome> {
  const outcome = await showModal(interaction, exchange, async () => {
    const use = { name: `/${name}`, audience: handler.audience, ephemeral: true };
    const context = await authorize(interaction, use, exchange.services);
    return handler.getModal?.(await insertChosen(values, interaction), interaction, context);
  });
  return outcome ?? 'answered';
}

/**
 * The values of a custom id with the choice made in its menu, after checking that the menu offers it. In a
 * menu of buttons the choice is the pressed button itself.
 */
async function insertChosen(values: readonly string[], interaction: CustomIdInteraction): Promise<string[]> {
  if (!interaction.isAnySelectMenu()) return insertChoice(values, []);
  await checkMenuChoice(interaction);
  return insertChoice(values, isButtonMenu(interaction.customId) ? [] : interaction.values);
}

async function autocomplete(interaction: AutocompleteInteraction, exchange: Exchange): Promise<ReplyOutcome> {
  const command = exchange.table.findCommand(interaction.commandName);
  const getChoices = async () => {
    if (!command?.suggest || !isValidPartialInput(interaction, command.data)) return [];
    // only the member who types sees the choices
    const use = { ...useOf(command), ephemeral: true };
    return command.suggest(interaction, await authorize(interaction, use, exchange.services));
  };
  const choices = await getChoices().catch(ignoreUserError);
  await sendFirst(exchange, () => interaction.respond(choices.slice(0, MAX_CHOICES))).catch(ignoreExpired);
  return 'answered';
}

/** Cancels a pending answer for the member who asked for it; the answer's own message says so. */
async function cancelReply(
  interaction: CustomIdInteraction,
  { values }: ParsedCustomId,
  exchange: Exchange,
): Promise<ReplyOutcome> {
  try {
    const { id } = decodeValues(cancelButton.values, values);
    exchange.pendingReplies.cancel(id, interaction.user.id);
  } catch (error) {
    return sendRefusal(interaction, exchange, error);
  }
  await sendFirst(exchange, () => interaction.deferUpdate());
  return 'answered';
}

function useOf({ data, audience }: Command): RequestedUse {
  return { name: `/${data.name}`, audience };
}

/** Whether a form was opened from a private message; the reply is then private too. */
function isFromEphemeral(interaction: CustomIdInteraction): boolean {
  return interaction.isModalSubmit() && (interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false);
}

// A member who is still typing is not told what is wrong: there is nothing to choose yet.
function ignoreUserError(error: unknown): [] {
  if (!(error instanceof UserError)) throw error;
  return [];
}

// The member kept typing or closed the box, and Discord has forgotten the interaction.
function ignoreExpired(error: unknown): void {
  if (!hasErrorCode(error, RESTJSONErrorCodes.UnknownInteraction)) throw error;
}
