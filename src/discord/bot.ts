import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Client,
  DiscordAPIError,
  Events,
  type Interaction,
  type Message,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from 'discord.js';
import { UserError } from '../errors.ts';
import { askedBy, type House } from '../house.ts';
import { type Pressed, readCustomId } from './button.ts';
import type { Command, Press, Reply } from './command.ts';
import { body, explain } from './reply.ts';
import { answerMessage } from './threads.ts';

/** A reply that is ready within this long (milliseconds) goes out in one round trip; Discord waits 3,000. */
const FIRST_REPLY = 1_200;

/** How long an article's thread stays open without a message (minutes): a week. It opens again by itself when somebody writes. */
const THREAD_STAYS = 10_080;

/** Connects the commands and threads to a client, before it logs in. Everything that is sent in answer to a member is sent here. */
export function serve(client: Client, commands: readonly Command[], house: House): void {
  const byName = new Map(commands.map(command => [command.data.name, command]));

  client.on(Events.InteractionCreate, interaction => {
    void handle(interaction).catch(error =>
      house.log.error({ err: error, interaction: interaction.id }, 'an interaction could not be answered'),
    );
  });
  client.on(Events.MessageCreate, message => {
    void answerMessage(message, house).catch(error =>
      house.log.error({ err: error, message: message.id }, 'a message could not be answered'),
    );
  });
  client.on(Events.Error, error => house.log.error({ err: error }, 'the connection to Discord reported an error'));
  client.on(Events.Warn, warning => house.log.warn({ warning }, 'discord.js warns'));

  function houseFor({ user, guildId }: Interaction): House {
    return askedBy({ memberId: user.id, serverId: guildId }, house);
  }

  async function handle(interaction: Interaction): Promise<void> {
    if (interaction.isChatInputCommand()) return runCommand(interaction);
    if (interaction.isAutocomplete()) return suggest(interaction);
    if (interaction.isButton() || interaction.isStringSelectMenu() || interaction.isModalSubmit()) return press(interaction);
  }

  async function runCommand(interaction: ChatInputCommandInteraction): Promise<void> {
    const command = byName.get(interaction.commandName);
    const hidden = interaction.options.getBoolean('private') ?? command?.private ?? false;
    await respond(interaction, { hidden }, async () => {
      if (!command)
        throw new UserError(
          `I do not know /${interaction.commandName} any more. Discord may need a minute to notice; try /help.`,
        );
      return command.run(interaction, houseFor(interaction));
    });
  }

  async function press(interaction: Press): Promise<void> {
    const pressed = readCustomId(interaction.customId);
    const command = pressed && byName.get(pressed.command);
    const chosen = interaction.isStringSelectMenu() ? interaction.values : [];
    const make = async () => {
      if (!command?.press)
        throw new UserError(
          'This button is from an older version of mine and does nothing any more. Please use the command again.',
        );
      return command.press([...(pressed?.values ?? []), ...chosen], interaction, houseFor(interaction));
    };
    if (pressed?.mode === 'form' && command?.form && !interaction.isModalSubmit()) return openForm(interaction, pressed, command);
    if (pressed?.mode === 'turn' && command?.press) return turn(interaction, make);
    return respond(interaction, { hidden: pressed?.mode !== 'post' || isFilledInPrivately(interaction) }, make);
  }

  /** Shows a form; it must be the first answer, so nothing is deferred. */
  async function openForm(interaction: Exclude<Press, ModalSubmitInteraction>, { values }: Pressed, command: Command) {
    try {
      const form = await command.form?.(values, interaction, houseFor(interaction));
      if (form) await interaction.showModal(form);
    } catch (error) {
      const reply = explain(error, house.log, { interaction: interaction.id, what: interaction.customId });
      await interaction.reply({ ...body(reply), flags: MessageFlags.Ephemeral });
    }
  }

  async function suggest(interaction: AutocompleteInteraction): Promise<void> {
    const choices = await byName.get(interaction.commandName)?.suggest?.(interaction, houseFor(interaction));
    await interaction.respond((choices ?? []).slice(0, 25)).catch(ignoreLate);
  }

  /** Sends what `make` returns: at once if it is ready soon, else after a deferral. */
  async function respond(
    interaction: ChatInputCommandInteraction | Press,
    { hidden }: { hidden: boolean },
    make: () => Promise<Reply>,
  ): Promise<void> {
    const flags = hidden ? ({ flags: MessageFlags.Ephemeral } as const) : {};
    const making = outcome(make, interaction);
    const early = await Promise.race([making, after(FIRST_REPLY)]);
    if (!early) await interaction.deferReply(flags);
    const { reply, failed } = early ?? (await making);
    if (!early) await interaction.editReply(body(reply));
    else await interaction.reply({ ...body(reply), ...(failed ? { flags: MessageFlags.Ephemeral } : flags) });
    if (reply.thread) await openThread(interaction, reply.thread);
  }

  /** Puts what `make` returns in place of the message whose button was pressed; a failure goes to the member alone. */
  async function turn(interaction: Press, make: () => Promise<Reply>): Promise<void> {
    const making = outcome(make, interaction);
    const early = await Promise.race([making, after(FIRST_REPLY)]);
    if (!early) await interaction.deferUpdate();
    const { reply, failed } = early ?? (await making);
    if (failed && early) await interaction.reply({ ...body(reply), flags: MessageFlags.Ephemeral });
    else if (failed) await interaction.followUp({ ...body(reply), flags: MessageFlags.Ephemeral });
    else if (early && (!interaction.isModalSubmit() || interaction.isFromMessage())) await interaction.update(body(reply));
    else if (early) await interaction.reply({ ...body(reply), flags: MessageFlags.Ephemeral });
    else await interaction.editReply(body(reply));
  }

  /** The one catch: whatever is thrown on the way to a reply becomes a sentence for the reader. */
  async function outcome(
    make: () => Promise<Reply>,
    interaction: ChatInputCommandInteraction | Press,
  ): Promise<{ reply: Reply; failed: boolean }> {
    const what = interaction.isChatInputCommand() ? interaction.commandName : interaction.customId;
    try {
      return { reply: await make(), failed: false };
    } catch (error) {
      return { reply: explain(error, house.log, { interaction: interaction.id, what }), failed: true };
    }
  }

  /** A thread on a message has the message's id, so it is on record before it exists: a crash in between loses nothing. */
  async function openThread(
    interaction: ChatInputCommandInteraction | Press,
    { name, articleId, first }: NonNullable<Reply['thread']>,
  ): Promise<void> {
    const message: Message = await interaction.fetchReply();
    const openedAt = new Date(house.clock.now()).toISOString();
    await house.threads.open({
      threadId: message.id,
      serverId: interaction.guildId,
      articleId,
      openedBy: interaction.user.id,
      openedAt,
    });
    try {
      const thread = await message.startThread({ name, autoArchiveDuration: THREAD_STAYS });
      await thread.send(body(first));
    } catch (error) {
      const why = error instanceof DiscordAPIError ? `Discord says: ${error.message}` : 'Discord did not answer';
      house.log.warn({ err: error, interaction: interaction.id }, 'a thread could not be opened');
      await interaction.followUp({
        content: `I could not open the thread here. ${why}. Please try again.`,
        flags: MessageFlags.Ephemeral,
      });
    }
  }
}

/** Whoever filled in a form that a private message opened goes on in private. */
function isFilledInPrivately(interaction: Press): boolean {
  return interaction.isModalSubmit() && (interaction.message?.flags.has(MessageFlags.Ephemeral) ?? false);
}

/** Nothing, after so many milliseconds; the timer does not keep the process alive. */
function after(milliseconds: number): Promise<undefined> {
  return new Promise(resolve => setTimeout(() => resolve(undefined), milliseconds).unref());
}

// The member went on typing, or closed the box: Discord has forgotten the question.
function ignoreLate(error: unknown): void {
  if (!(error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction)) throw error;
}
