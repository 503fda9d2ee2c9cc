import { createRequire } from 'node:module';
import type compromise from 'compromise/two';
import { createLazy } from '../lazy.ts';

const require = createRequire(import.meta.url);

/** compromise: to load it takes as long as all of discord.js, and the bot is to be ready before. */
export const getNlp = createLazy(() => require('compromise/two') as typeof compromise);

interface VerbForms {
  readonly PastTense?: string;
  readonly PresentTense?: string;
}

interface VerbMethods {
  readonly two: {
    readonly transform: { readonly verb: { conjugate(infinitive: string, model: unknown): VerbForms } };
  };
}

/** The past tense and the third person of an English verb, by compromise's rules ("gave", "gives"). */
export function conjugateVerb(infinitive: string): VerbForms {
  const nlp = getNlp();
  // what compromise types as methods lacks those of its second part
  const { two } = (nlp as unknown as { methods(): VerbMethods }).methods();
  return two.transform.verb.conjugate(infinitive, nlp.model());
}
