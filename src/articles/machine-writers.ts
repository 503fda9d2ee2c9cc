const MACHINE_NAME = /^AutoModerator$|-ModTeam$/i;
const MACHINE_DISCLOSURE =
  /\bI(?: a|['’])m a bot\b[\s\S]{0,20}\b(?:and|this action|beep|\()|this action was performed automatically|^beep,? boop/i;

/** Whether a comment was written by a moderation bot, judging by its author or a disclosure at its end. */
export function isMachine({ author, text }: { author: string | null; text: string }): boolean {
  return MACHINE_NAME.test(author ?? '') || MACHINE_DISCLOSURE.test(text.slice(-1000));
}
