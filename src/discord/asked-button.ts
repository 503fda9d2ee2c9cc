import type { Message } from 'discord.js';
import { ComponentType } from 'discord-api-types/v10';
import { turnOf } from '../answers/question/follow-ups/turn.ts';
import { questionRecipe } from '../answers/question/recipe.ts';
import type { StoredArticle } from '../articles/article.ts';
import { UserError } from '../errors.ts';
import { type AnswerReference, answerButtons } from './answer-reference.ts';
import type { Context } from './context.ts';
import { type Conversation, NO_CONVERSATION } from './conversation.ts';
import { decodeValues, OUTDATED, parseCustomId, pressedIdOf } from './custom-id.ts';
import type { CustomIdInteraction } from './define-button.ts';
import { listControls } from './layout.ts';
import { repeatAnswer } from './repeated-answer.ts';

type AnswerMessage = Pick<Message, 'components'>;

/** The custom ids of a message's buttons, both those in rows and those in its menu of buttons. */
function listCustomIds(message: AnswerMessage): string[] {
  return listControls(message).flatMap(component =>
    component.type === ComponentType.StringSelect
      ? component.options.map(({ value }) => value)
      : (component.customId ?? []),
  );
}

/** The label of the pressed button, in a row or in the menu of buttons. Throws a UserError if it has none. */
export function readPressedLabel(interaction: CustomIdInteraction): string {
  const id = pressedIdOf(interaction);
  const controls = interaction.message ? listControls(interaction.message) : [];
  const labelled = controls.flatMap((each): { id: string | null; label: string | null }[] => {
    if (each.type === ComponentType.StringSelect)
      return each.options.map(({ label, value }) => ({ id: value, label }));
    return each.type === ComponentType.Button ? [{ id: each.customId, label: each.label }] : [];
  });
  const label = labelled.find(each => each.id === id)?.label;
  if (!label) throw new UserError(OUTDATED);
  return label;
}

/** The answer that a message shows, according to its buttons; undefined if it shows none. */
function findAnswerReference(message: AnswerMessage): AnswerReference | undefined {
  const { key, values } = answerButtons.useful;
  for (const id of listCustomIds(message)) {
    const parsed = parseCustomId(id);
    if (!parsed || [parsed.command, parsed.values[0]].join('/') !== key) continue;
    return decodeValues(values, parsed.values.slice(1));
  }
  return undefined;
}

/**
 * The conversation for a question asked with a button below an answer: that answer and its question, whoever
 * asked it. Empty if the message shows something else, or if its question has been forgotten.
 */
export async function readConversationOf(
  message: AnswerMessage | null,
  article: StoredArticle,
  context: Context,
): Promise<Conversation> {
  const reference = message ? findAnswerReference(message) : undefined;
  if (reference?.kind !== questionRecipe.kind || reference.articleId !== article.id) return NO_CONVERSATION;
  if ((await context.feedback.findQuestion(reference.key)) === undefined) return NO_CONVERSATION;
  const askers = await context.asked.listAskers(reference.key, 2);
  const { options, answered } = await repeatAnswer(reference, context);
  return {
    turns: [turnOf(options.question, answered.content)],
    // a question that several members asked in the same words belongs to none of them
    memberIds: askers.length === 1 ? askers : [],
  };
}
