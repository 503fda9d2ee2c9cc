import { UserError } from '../errors.ts';
import type { Audience } from './access.ts';
import type { Command } from './command.ts';
import type { Context } from './context.ts';
import { decodeValues, OUTDATED } from './custom-id.ts';
import type { AnyButton, CustomIdInteraction } from './define-button.ts';
import { checkModalFields } from './form-checks.ts';
import type { ModalData, Reply } from './types.ts';

/** Handles all buttons, menus and forms whose custom ids begin with one name. */
export interface ComponentHandler {
  readonly audience?: Audience;
  readonly isReadOnly: boolean;
  /**
   * The reply to a press, a choice or a submitted form; `values` is what follows the name in the custom id.
   * Throws a UserError for values that match no button of this name, and for fields that its form does not
   * have.
   */
  handleComponent(
    values: readonly string[],
    interaction: CustomIdInteraction,
    context: Context,
  ): Promise<Reply>;
  /** The form that a button opens; absent if none of them opens one. Throws like `handleComponent`. */
  readonly getModal?: (
    values: readonly string[],
    interaction: CustomIdInteraction,
    context: Context,
  ) => Promise<ModalData>;
}

/** The first word of a button's key: the name of a command, or a word in its place. */
export function nameOfButton({ key }: Pick<AnyButton, 'key'>): string {
  return key.split('/', 1)[0] ?? key;
}

/** The handlers for the buttons of all commands, by the name that their custom ids begin with. */
export function createComponentHandlers(commands: readonly Command[]): ReadonlyMap<string, ComponentHandler> {
  const byName = Map.groupBy(commands.flatMap(listDeclared), ({ button }) => nameOfButton(button));
  return new Map([...byName].map(([name, declared]) => [name, createHandler(name, declared)]));
}

/** A button with what its command declares about it. */
interface DeclaredButton extends Pick<ComponentHandler, 'audience' | 'isReadOnly'> {
  readonly button: AnyButton;
}

function listDeclared({
  buttons = [],
  contextMenu,
  audience,
  isReadOnly = false,
}: Command): DeclaredButton[] {
  const declare = (button: AnyButton, of: Omit<DeclaredButton, 'button'>) => ({
    ...of,
    ...(button.audience && { audience: button.audience }),
    button,
  });
  return [
    ...buttons.map(button => declare(button, { ...(audience && { audience }), isReadOnly })),
    ...(contextMenu?.buttons ?? []).map(button => declare(button, { isReadOnly: false })),
  ];
}

/** Throws if the buttons have different audiences: access is checked by their shared name alone. */
function createHandler(name: string, declared: readonly DeclaredButton[]): ComponentHandler {
  const [first, ...others] = declared;
  if (!first || others.some(({ audience }) => audience !== first.audience))
    throw new Error(`the buttons whose keys begin with “${name}” are not all for the same audience`);
  const buttons = declared.map(({ button }) => button);
  return {
    ...(first.audience && { audience: first.audience }),
    isReadOnly: declared.every(({ isReadOnly }) => isReadOnly),
    async handleComponent(values, interaction, context) {
      const { button, rest } = findButton(buttons, values);
      if (interaction.isModalSubmit()) await checkModalFields(interaction, button.fields ?? []);
      return button.press(decodeValues(button.values, rest), interaction, context);
    },
    ...(buttons.some(({ form }) => form) && { getModal }),
  };

  async function getModal(values: readonly string[], interaction: CustomIdInteraction, context: Context) {
    const { button, rest } = findButton(buttons, values);
    if (!button.form) throw new UserError(OUTDATED);
    return button.form(decodeValues(button.values, rest), interaction, context);
  }
}

/** The button with the longest matching key, and the remaining values. Throws a UserError if none matches. */
function findButton(
  buttons: readonly AnyButton[],
  values: readonly string[],
): { readonly button: AnyButton; readonly rest: readonly string[] } {
  const fitting = buttons
    .map(button => ({ button, words: button.key.split('/').slice(1) }))
    .filter(({ words }) => words.every((word, at) => values[at] === word))
    .toSorted((a, b) => b.words.length - a.words.length)[0];
  if (!fitting) throw new UserError(OUTDATED);
  return { button: fitting.button, rest: values.slice(fitting.words.length) };
}
