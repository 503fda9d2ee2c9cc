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

/** What carries a custom id of ours: a pressed button, a choice in a menu, or a filled-in form. */
export type CustomIdInteraction = ButtonInteraction | AnySelectMenuInteraction | ModalSubmitInteraction;

/** One of these that came from a message, which can be changed with the first reply. */
export type MessageBoundInteraction =
  | ButtonInteraction
  | AnySelectMenuInteraction
  | ModalMessageModalSubmitInteraction;

/** Whether a message is there to be changed: a form need not have been opened by one. */
export const isMessageBound = (interaction: CustomIdInteraction): interaction is MessageBoundInteraction =>
  !interaction.isModalSubmit() || interaction.isFromMessage();

/** A button, menu or form of a command: what its custom ids hold, and what a press of it answers. */
export interface Button<Values extends z.ZodType> extends ButtonId<Values> {
  /**
   * The reply to a press, to a choice (which stands among the values, see `insertChoice`) or to the filled-in form. A
   * UserError becomes a private sentence.
   */
  press(values: z.output<Values>, interaction: CustomIdInteraction, context: Context): Promise<Reply>;
  /** The form that it opens where its mode is `form`; Discord waits three seconds for it. Throws like `press`. */
  form?(values: z.output<Values>, interaction: CustomIdInteraction, context: Context): Promise<ModalData>;
  /** The fields of its form; none if absent. */
  readonly fields?: readonly ModalField[];
  /** For whom it is; its command's audience if absent. */
  readonly audience?: Audience;
}

// biome-ignore lint/suspicious/noExplicitAny: a button of any kind, whose values only its own `press` knows
export type AnyButton = Button<any>;

/** A button whose `press` and `form` get the values as its schema reads them from the custom id. */
export function defineButton<Values extends z.ZodType>(button: Button<Values>): AnyButton {
  return button;
}
