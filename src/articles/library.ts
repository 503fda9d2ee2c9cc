import { UserError } from '../errors.ts';
import { defineMessage } from '../i18n/define-message.ts';
import { createMessage, joinValues } from '../i18n/template-values.ts';
import { extractSearchWords } from '../language/search-words.ts';
import { foldText } from '../language/similarity.ts';
import { matchTitle } from '../language/title-match.ts';
import { toVisibleLine } from '../language/visible-text.ts';
import { requireValue } from '../lists.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { AddResult, ArticleMatch, ArticleStore, LibraryEntry } from '../storage/stores/articles.ts';
import { type Article, hasContent, NO_CONTENT, type StoredArticle } from './article.ts';
import { comparableUrlOf } from './source-url.ts';
import { quoteName, UnknownName } from './unknown-name.ts';

/** Details that accompany an article as it is added. */
export interface AddDetails {
  readonly name?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly keepsPosition?: boolean;
}

/** Articles: a shared library, and with `forServer` a server's own beside it (null: the shared one). */
export interface Library extends Omit<ArticleStore, 'forServer' | 'add' | 'findByUrl' | 'findIdsByPrefix'> {
  forServer(serverId: string | null): Library;
  /**
   * Stores an article under its source. With `keepsPosition`, it keeps its time and order of arrival. Throws a
   * UserError if it has neither text nor comments.
   */
  add(article: Article, source: string, said?: AddDetails): Promise<AddResult>;
  /**
   * Finds the article that a user means: by id (of any version), else by words of its headline, else of its
   * text, tolerating typing errors in long words. Throws an AmbiguousName if there are several candidates, or
   * a UserError that says what to do if there is none.
   */
  find(named: string): Promise<StoredArticle>;
  /** Finds a page's article, however its address is written: with tracking parameters, `www.` etc. */
  findByUrl(url: string): Promise<StoredArticle | undefined>;
}

export type { LibraryEntry as Entry };

/** The maximum number of articles a server may own. */
const MAX_OWN_ARTICLES = 10_000;

/** Throws a UserError if a server's library is full. */
export async function refuseFullLibrary(library: Pick<Library, 'count'>): Promise<void> {
  if ((await library.count({ ownOnly: true })) >= MAX_OWN_ARTICLES)
    throw new UserError('This server already has {{most}} articles, which is the limit. Remove some first.', {
      most: MAX_OWN_ARTICLES,
    });
}

/** Thrown if a user's words match several articles, or one uncertainly, so that the user has to choose. */
export class AmbiguousName extends UserError {
  /** The candidates, best match first. */
  readonly candidates: readonly LibraryEntry[];

  /** Whether they only have some of the words. */
  readonly isPartial: boolean;

  constructor(named: string, matches: readonly ArticleMatch[]) {
    const candidates = matches.map(({ entry }) => entry);
    const isPartial = matches.every(({ kind }) => kind === 'some');
    const lines = candidates
      .slice(0, MAX_OFFERED)
      .map(({ headline, id }) => createMessage('• {{headline}} ({{id}})', { headline, id }));
    super('{{these}}\n{{lines}}', {
      these: createMessage(isPartial ? SOME_WORDS : SEVERAL, { named: quoteName(named) }),
      lines: joinValues(lines, '\n'),
    });
    this.candidates = candidates;
    this.isPartial = isPartial;
  }
}

const SEVERAL = defineMessage(
  '{{named}} could be one of these. Give me the headline or id of the one you mean:',
);
const SOME_WORDS = defineMessage(
  'No article has all the words of {{named}}. These have some of them; give me the headline or id of the one you mean:',
);

/** How many articles an error lists, and how many a menu offers. */
const MAX_OFFERED = 5;
const MAX_CANDIDATES = 25;

/** The minimum number of letters at which the beginning of a word in a headline counts as a match. */
const MIN_BEGINNING = 3;
const ID_PREFIX = /^[0-9a-f]{6,15}$/;

/** Creates a library on top of a storage's articles; the clock dates additions. */
export function createLibrary({ articles, clock }: { articles: ArticleStore; clock: Clock }): Library {
  const findById = async (named: string): Promise<StoredArticle | undefined> => {
    const id = named.toLowerCase();
    const exact = await articles.get(id);
    if (exact || !ID_PREFIX.test(id)) return exact;
    const [only, ...others] = await articles.findIdsByPrefix(id, 2);
    return only !== undefined && others.length === 0 ? articles.get(only) : undefined;
  };

  return {
    ...articles,
    forServer: serverId => createLibrary({ articles: articles.forServer(serverId), clock }),
    async add(article, source, { name, tags = [], keepsPosition = false } = {}) {
      if (!hasContent(article)) throw new UserError(NO_CONTENT);
      const added = await articles.add(article, { source, addedAt: formatTimestamp(clock), keepsPosition });
      if (name !== undefined) await articles.rename(article.id, name);
      if (tags.length > 0) await articles.changeTags(article.id, { add: tags, remove: [] });
      return added;
    },
    async find(named) {
      const wanted = toVisibleLine(named);
      if (wanted === '') throw new UserError('Which article? Type part of its headline, or its id.');
      const article = await findById(wanted);
      if (article) return article;
      const matches = await articles.match(wanted, MAX_CANDIDATES);
      const meant = findClearMatch(wanted, matches);
      if (meant) return requireValue(await articles.get(meant.id), 'article of a match');
      if (matches.length > 0) throw new AmbiguousName(wanted, matches);
      throw new UnknownName(wanted, { isEmpty: (await articles.count()) === 0 });
    },
    async findByUrl(url) {
      const address = comparableUrlOf(url);
      return address === null ? undefined : articles.findByUrl(address);
    },
  };
}

/**
 * The single entry that the words identify, or undefined if they are ambiguous. In order of preference:
 * entries with exactly this headline; with all words in the headline; with a headline whose words begin with
 * them; with all words in the text, or with typing errors. Entries that match only some of the words never
 * count.
 */
function findClearMatch(wanted: string, matches: readonly ArticleMatch[]): LibraryEntry | undefined {
  const isSame = ({ entry }: ArticleMatch) =>
    titlesOf(entry).some(name => foldText(name) === foldText(wanted));
  const words = extractSearchWords(wanted);
  const hasWhole = ({ entry }: ArticleMatch) =>
    titlesOf(entry).some(name => matchTitle(words, name) === 'whole');
  const isBegun = ({ kind }: ArticleMatch) =>
    kind === 'headline' && words.every(word => word.length >= MIN_BEGINNING);
  const hasAll = ({ kind }: ArticleMatch) => kind !== 'some' && kind !== 'headline';
  for (const isMeant of [isSame, hasWhole, isBegun, hasAll]) {
    const meant = matches.filter(isMeant);
    if (meant.length > 0) return meant.length === 1 ? meant[0]?.entry : undefined;
  }
  return undefined;
}

function titlesOf({ headline, renamedFrom }: LibraryEntry): string[] {
  return renamedFrom === null ? [headline] : [headline, renamedFrom];
}
