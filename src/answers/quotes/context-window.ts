import { findVenue } from '../../language/speech.ts';
import { findClauseAround } from '../../language/syntax/clauses.ts';
import type { Token } from '../../language/tokens.ts';
import type { DecidedAttribution } from './attribution/attribution.ts';
import { attribute, findAnnouncedSpeaker } from './attribution/sentence-rules.ts';
import { hasNoSpeaker } from './attribution/unattributed.ts';
import type { HostSentence } from './layout.ts';

/** Limits, in tokens and characters, on what is read around a quotation: hostile sentences are endless. */
export const CONTEXT_WINDOW = { before: 150, after: 80, characters: 600 };

/** The first tokens of a sentence. */
export function beginningOf(list: readonly Token[]): readonly Token[] {
  return list.slice(0, CONTEXT_WINDOW.before);
}

/** The tokens around an index, and the number of tokens before them. */
export function findWindow(list: readonly Token[], at: number) {
  const start = Math.max(0, at - CONTEXT_WINDOW.before);
  return { near: list.slice(start, at + CONTEXT_WINDOW.after), start };
}

function shiftAttribution({ speaker, cue, rules }: DecidedAttribution, by: number): DecidedAttribution {
  return {
    speaker: speaker && { from: speaker.from + by, to: speaker.to + by },
    cue: cue === null ? null : cue + by,
    rules,
  };
}

/** Finds the speaker of the quotation at an index from the tokens of its clause; see `attribute`. */
export function attributeInWindow(
  list: readonly Token[],
  at: number,
  options: { readonly expectsTag: boolean },
): DecidedAttribution | undefined {
  const { near, start } = findWindow(list, at);
  const clause = findClauseAround(near, at - start);
  const from = start + clause.from;
  const found = attribute(near.slice(clause.from, clause.to), at - from, options);
  return found && shiftAttribution(found, from);
}

/** Whether the tokens around the quotation at an index show that no speaker is given. */
export function hasNoSpeakerInWindow(list: readonly Token[], at: number): boolean {
  const { near, start } = findWindow(list, at);
  return hasNoSpeaker(near, at - start);
}

/** Finds the speaker announced by the last tokens of a sentence; see `findAnnouncedSpeaker`. */
export function findAnnouncedInWindow(list: readonly Token[]): DecidedAttribution | undefined {
  const from = Math.max(0, list.length - CONTEXT_WINDOW.before);
  const found = findAnnouncedSpeaker(list.slice(from));
  return found && shiftAttribution(found, from);
}

/** The venue named nearest to an offset of a narration, within the window around it; or null. */
function findVenueNear(narration: string, near: number): string | null {
  const from = Math.max(0, near - CONTEXT_WINDOW.characters);
  return findVenue(narration.slice(from, near + CONTEXT_WINDOW.characters), near - from);
}

/** The venue of the words at an offset, or null; only their own clause counts, within semicolons. */
export function findVenueInClause({ narration, start }: HostSentence, near: number): string | null {
  const at = Math.max(0, near - start);
  const from = narration.lastIndexOf(';', at) + 1;
  const end = narration.indexOf(';', at);
  return findVenueNear(narration.slice(from, end < 0 ? narration.length : end), at - from);
}

/** The venue named at the beginning of a sentence, or null. */
export function findVenueAtBeginning(host: HostSentence | undefined): string | null {
  return findVenue(host?.narration.slice(0, CONTEXT_WINDOW.characters) ?? '', 0);
}
