import { createRequire } from 'node:module';
import type compromise from 'compromise/two';
import { createLazy } from '../lazy.ts';
import { findPatterns } from './tag-patterns.ts';

const require = createRequire(import.meta.url);

/** compromise, loaded on first use: it takes as long as discord.js, and the bot should start sooner. */
export const getNlp = createLazy(() => {
  const nlp = require('compromise/two') as typeof compromise;
  return nlp.plugin({ methods: { one: { bulkMatch: findPatterns } } });
});

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
  // compromise's types for its methods lack those of `compromise/two`
  const { two } = (nlp as unknown as { methods(): VerbMethods }).methods();
  return two.transform.verb.conjugate(infinitive, nlp.model());
}
