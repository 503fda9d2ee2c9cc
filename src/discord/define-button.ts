import type {
  AnySelectMenuInteraction,
  ButtonInteraction,
  ModalMessageModalSubmitInteraction,
  ModalSubmitInteraction,
} from 'discord.js';
import type { z } from 'zod';
import type { Audience } from './access.ts';
import type { Context } from './context.ts';
import type { ButtonId } from './custom-id.ts';
import type { ModalData, ModalField, Reply } from './types.ts';

/** An interaction with one of our custom ids: a pressed button, a choice in a menu, or a submitted form. */
export type CustomIdInteraction = ButtonInteraction | AnySelectMenuInteraction | ModalSubmitInteraction;

/** A custom-id interaction that came from a message, which the first reply can change. */
export type MessageBoundInteraction =
  | ButtonInteraction
  | AnySelectMenuInteraction
  | ModalMessageModalSubmitInteraction;

/** Whether there is a message to change: a form may have been opened without one. */
export const isMessageBound = (interaction: CustomIdInteraction): interaction is MessageBoundInteraction =>
  !interaction.isModalSubmit() || interaction.isFromMessage();

/** A button, menu or form of a command: the values in its custom ids, and the reply to a press. */
export interface Button<Values extends z.ZodType> extends ButtonId<Values> {
  /** Replies to a press, choice (see `insertChoice`) or form. A UserError becomes a private sentence. */
  press(values: z.output<Values>, interaction: CustomIdInteraction, context: Context): Promise<Reply>;
  /** The form that it opens if its mode is `form`. Discord waits three seconds. Throws like `press`. */
  form?(values: z.output<Values>, interaction: CustomIdInteraction, context: Context): Promise<ModalData>;
  /** The fields of its form; none if absent. */
  readonly fields?: readonly ModalField[];
  /** Who may use it; its command's audience if absent. */
  readonly audience?: Audience;
}

// biome-ignore lint/suspicious/noExplicitAny: a button of any kind, whose values only its own `press` knows
export type AnyButton = Button<any>;

/** Defines a button whose `press` and `form` get the values as its schema decodes them from the custom id. */
export function defineButton<Values extends z.ZodType>(button: Button<Values>): AnyButton {
  return button;
}
