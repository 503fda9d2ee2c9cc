import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  type Client,
  DiscordAPIError,
  Events,
  type Interaction,
  type Message,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
  RESTJSONErrorCodes,
} from 'discord.js';
import { UserError } from '../errors.ts';
import { askedBy, type House } from '../house.ts';
import { type Pressed, readCustomId } from './button.ts';
import type { Command, Press, Reply } from './command.ts';
import { body, explain, type Outcome } from './reply.ts';
import { answerMessage } from './threads.ts';

/** A reply that is ready within this long (milliseconds) goes out in one round trip; Discord waits 3,000. */
const FIRST_REPLY = 1_200;

/** How long an article's thread stays open without a message (minutes): a week. It opens again by itself when somebody writes. */
const THREAD_STAYS = 10_080;

/** Connects the commands and threads to a client, before it logs in. Everything that is sent in answer to a member is sent here. */
export function serve(client: Client, commands: readonly Command[], house: House): void {
  const byName = new Map(commands.map(command => [command.data.name, command]));
  const menus = commands.flatMap(({ menu }) => menu ?? []);
  const pressable = new Map<string, Pick<Command, 'press' | 'form'>>([
    ...byName,
    ...menus.map(menu => [menu.key, menu] as const),
  ]);

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

  /** Answers, and leaves one line in the log: what was asked for, what became of it and how long it took; nothing of what was written. */
  async function handle(interaction: Interaction): Promise<void> {
    const began = performance.now();
    const note = (outcome: Outcome | 'unanswered') =>
      house.log[interaction.isAutocomplete() ? 'debug' : 'info'](
        { ...nameOf(interaction), outcome, milliseconds: Math.round(performance.now() - began), interaction: interaction.id },
        'interaction',
      );
    try {
      note(await dispatch(interaction));
    } catch (error) {
      note('unanswered');
      throw error;
    }
  }

  async function dispatch(interaction: Interaction): Promise<Outcome> {
    if (interaction.isChatInputCommand()) return runCommand(interaction);
    if (interaction.isMessageContextMenuCommand()) return runMenu(interaction);
    if (interaction.isAutocomplete()) return suggest(interaction);
    if (interaction.isButton() || interaction.isStringSelectMenu() || interaction.isModalSubmit()) return press(interaction);
    return 'refused';
  }

  async function runMenu(interaction: MessageContextMenuCommandInteraction): Promise<Outcome> {
    const menu = menus.find(({ data }) => data.name === interaction.commandName);
    return respond(interaction, { hidden: true }, async () => {
      if (!menu) throw new UserError('I do not know this any more. Discord may need a minute to notice; try /help.');
      return menu.act(interaction, houseFor(interaction));
    });
  }

  async function runCommand(interaction: ChatInputCommandInteraction): Promise<Outcome> {
    const command = byName.get(interaction.commandName);
    const hidden = interaction.options.getBoolean('private') ?? command?.private ?? false;
    return respond(interaction, { hidden }, async () => {
      if (!command)
        throw new UserError(
          `I do not know /${interaction.commandName} any more. Discord may need a minute to notice; try /help.`,
        );
      return command.run(interaction, houseFor(interaction));
    });
  }

  async function press(interaction: Press): Promise<Outcome> {
    const pressed = readCustomId(interaction.customId);
    const command = pressed && pressable.get(pressed.command);
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
  async function openForm(
    interaction: Exclude<Press, ModalSubmitInteraction>,
    { values }: Pressed,
    command: Pick<Command, 'form'>,
  ): Promise<Outcome> {
    try {
      const form = await command.form?.(values, interaction, houseFor(interaction));
      if (form) await interaction.showModal(form);
      return 'answered';
    } catch (error) {
      const { reply, outcome: became } = failure(error, interaction);
      await interaction.reply({ ...body(reply), flags: MessageFlags.Ephemeral });
      return became;
    }
  }

  async function suggest(interaction: AutocompleteInteraction): Promise<Outcome> {
    const suggesting = byName.get(interaction.commandName)?.suggest?.(interaction, houseFor(interaction));
    const choices = await suggesting?.catch(nothingToChoose);
    await interaction.respond((choices ?? []).slice(0, 25)).catch(ignoreLate);
    return 'answered';
  }

  /** Sends what `make` returns: at once if it is ready soon, else after a deferral. */
  async function respond(interaction: Answerable, { hidden }: { hidden: boolean }, make: () => Promise<Reply>): Promise<Outcome> {
    const flags = hidden ? ({ flags: MessageFlags.Ephemeral } as const) : {};
    const making = outcome(make, interaction);
    const early = await Promise.race([making, after(FIRST_REPLY)]);
    if (!early) await interaction.deferReply(flags);
    const { reply, outcome: became } = early ?? (await making);
    if (!early) await interaction.editReply(body(reply));
    else await interaction.reply({ ...body(reply), ...(became === 'answered' ? flags : { flags: MessageFlags.Ephemeral }) });
    if (reply.thread) await openThread(interaction, reply.thread);
    return became;
  }

  /** Puts what `make` returns in place of the message whose button was pressed; a failure goes to the member alone. */
  async function turn(interaction: Press, make: () => Promise<Reply>): Promise<Outcome> {
    const making = outcome(make, interaction);
    const early = await Promise.race([making, after(FIRST_REPLY)]);
    if (!early) await interaction.deferUpdate();
    const { reply, outcome: became } = early ?? (await making);
    const failed = became !== 'answered';
    if (failed && early) await interaction.reply({ ...body(reply), flags: MessageFlags.Ephemeral });
    else if (failed) await interaction.followUp({ ...body(reply), flags: MessageFlags.Ephemeral });
    else if (early && (!interaction.isModalSubmit() || interaction.isFromMessage())) await interaction.update(body(reply));
    else if (early) await interaction.reply({ ...body(reply), flags: MessageFlags.Ephemeral });
    else await interaction.editReply(body(reply));
    return became;
  }

  /** The one catch: whatever is thrown on the way to a reply becomes a sentence for the reader. */
  async function outcome(make: () => Promise<Reply>, interaction: Answerable): Promise<{ reply: Reply; outcome: Outcome }> {
    try {
      return { reply: await make(), outcome: 'answered' };
    } catch (error) {
      return failure(error, interaction);
    }
  }

  function failure(error: unknown, interaction: Answerable): { reply: Reply; outcome: Outcome } {
    const reply = explain(error, house.log, { interaction: interaction.id, ...nameOf(interaction) });
    return { reply, outcome: error instanceof UserError ? 'refused' : 'failed' };
  }

  /** A thread on a message has the message's id, so it is on record before it exists: a crash in between loses nothing. */
  async function openThread(interaction: Answerable, { name, articleId, first }: NonNullable<Reply['thread']>): Promise<void> {
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

/** What is answered with a message. */
type Answerable = ChatInputCommandInteraction | MessageContextMenuCommandInteraction | Press;

/** What was used, in names of ours: a custom id is not logged as it stands, for it may hold words that a member searched for. */
function nameOf(interaction: Interaction): { kind: string; command: string } {
  if (interaction.isChatInputCommand()) {
    const subcommand = interaction.options.getSubcommand(false);
    return { kind: 'command', command: [interaction.commandName, subcommand].filter(Boolean).join(' ') };
  }
  if (interaction.isMessageContextMenuCommand()) return { kind: 'menu', command: interaction.commandName };
  if (interaction.isAutocomplete()) return { kind: 'autocomplete', command: interaction.commandName };
  if ('customId' in interaction) return { kind: 'component', command: readCustomId(interaction.customId)?.command ?? 'unknown' };
  return { kind: 'other', command: 'unknown' };
}

// Whoever is still typing is not told what is wrong: there is nothing to choose yet.
function nothingToChoose(error: unknown): [] {
  if (!(error instanceof UserError)) throw error;
  return [];
}

/** Nothing, after so many milliseconds; the timer does not keep the process alive. */
function after(milliseconds: number): Promise<undefined> {
  return new Promise(resolve => setTimeout(() => resolve(undefined), milliseconds).unref());
}

// The member went on typing, or closed the box: Discord has forgotten the question.
function ignoreLate(error: unknown): void {
  if (!(error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.UnknownInteraction)) throw error;
}
