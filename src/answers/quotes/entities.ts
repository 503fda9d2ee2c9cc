import type { Person } from '../../language/people.ts';
import { stripPossessive } from '../../language/person-names.ts';
import type { NounPhrase } from '../../language/syntax/noun-phrases.ts';
import { lowerTextAt, type Token, tokenize } from '../../language/tokens.ts';
import { elementAt } from '../../lists.ts';
import type { Candidate } from './coreference.ts';
import { type ArticleLayout, type AttributedSpeaker, type HostSentence, phraseTextOf } from './layout.ts';
import { findMentions, findSubject, type Mention } from './mentions.ts';
import { headTextOf } from './role-nouns.ts';

/** Somebody whom an article mentions, by one or more names and descriptions. */
export interface Entity {
  /** The name, or the first description. */
  readonly words: string;
  readonly person: Person | undefined;
  /** The speaker of a quotation, if it is an unnamed one whom no sentence describes. */
  readonly who: AttributedSpeaker | undefined;
  /** The tokens of a description; none for a person named. */
  readonly description: readonly Token[];
  /** The noun of a description in lower case. */
  readonly noun: string;
  /** Index of the host with the first mention. */
  readonly firstHost: number;
  /** Number of mentions by name or description so far. */
  mentions: number;
}

/** A mention with whom it most likely means. */
export interface EntityMention extends Mention {
  readonly entity: Entity;
}

/** "He" or "she" at a token, with whom it can mean, the likeliest first. */
export interface ResolvedPronoun {
  readonly at: number;
  readonly ranking: readonly Candidate[];
}

interface ReadSentence {
  readonly subject: NounPhrase | undefined;
  readonly mentions: readonly EntityMention[];
  /** Those resolved so far. */
  readonly pronouns: ResolvedPronoun[];
}

/** Who is mentioned in an article, as far as it is read from its first sentence on. */
export interface Discourse {
  readonly entities: Map<Person | string, Entity>;
  readonly sentences: ReadSentence[];
  /** Number of sentences whose pronouns are resolved. */
  resolved: number;
}

export const createDiscourse = (): Discourse => ({ entities: new Map(), sentences: [], resolved: 0 });

function addEntity(
  { entities }: Discourse,
  key: Person | string,
  entity: Pick<Entity, 'words' | 'firstHost'> & Partial<Entity>,
): Entity {
  const added = { person: undefined, who: undefined, description: [], noun: '', mentions: 0, ...entity };
  entities.set(key, added);
  return added;
}

export const entityOfPerson = (discourse: Discourse, person: Person, host: number): Entity =>
  discourse.entities.get(person) ??
  addEntity(discourse, person, { words: person.name, person, firstHost: host });

const nounOf = (description: readonly Token[]) => stripPossessive(headTextOf(description)).toLowerCase();

/** Whom a description means: whoever was last described by the same noun, unless it introduces somebody. */
function entityOfDescription(
  discourse: Discourse,
  host: HostSentence,
  { nounPhrase, factors }: Mention,
  firstHost: number,
): Entity {
  const description = host.tokens.slice(nounPhrase.from, nounPhrase.to);
  const noun = nounOf(description);
  const known = factors.has('indefinite') ? undefined : discourse.entities.get(noun);
  const words = phraseTextOf(host, nounPhrase);
  return known ?? addEntity(discourse, noun, { words, description, noun, firstHost });
}

/** The speaker of a sentence, if it is one person. */
export function entityOfSpeaker(
  discourse: Discourse,
  { speaker: who }: HostSentence,
  firstHost: number,
): Entity | undefined {
  if (!who?.isOne) return undefined;
  if (who.person) return entityOfPerson(discourse, who.person, firstHost);
  const words = who.speaker ?? '';
  const description = tokenize(words, 0, words.length);
  const noun = nounOf(description);
  return (
    discourse.entities.get(noun) ?? addEntity(discourse, noun, { words, who, description, noun, firstHost })
  );
}

/** The people mentioned in the sentence at `index`, after all sentences before it were read. */
export function readSentence({ hosts, people, discourse }: ArticleLayout, index: number): ReadSentence {
  for (let at = discourse.sentences.length; at <= index; at++) {
    const host = elementAt(hosts, at);
    const mentions = findMentions(host, people).map((mention): EntityMention => {
      const [person] = mention.people;
      const entity = person
        ? entityOfPerson(discourse, person, at)
        : entityOfDescription(discourse, host, mention, at);
      entity.mentions++;
      return { ...mention, entity };
    });
    discourse.sentences.push({
      subject: findSubject(host.tokens, host.tokens.length),
      mentions,
      pronouns: [],
    });
  }
  return elementAt(discourse.sentences, index);
}

/** The first word of a description in lower case; empty for a person named. */
export const openerOf = ({ description }: Entity): string => lowerTextAt(description, 0);
