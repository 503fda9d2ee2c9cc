import { toLabel } from './render/text.ts';
import type { Choice } from './types.ts';

/** The most suggestions that Discord shows for an option; dispatch.ts leaves out what is over. */
export const MAX_CHOICES = 25;

/** A suggestion, its name cut to the length that Discord shows. */
export const createChoice = (name: string, value: string): Choice => ({ name: toLabel(name, 100), value });
