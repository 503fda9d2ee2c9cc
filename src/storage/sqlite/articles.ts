import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { addressOf } from '../../article/address.ts';
import type { Article, ArticleText } from '../../article/article.ts';
import { foldedWords, resemblance } from '../../article/resemblance.ts';
import { type ArticleRow, createShelf, type Shelf } from '../shelf.ts';
import type { Added, ArticleStore, At, Entry } from '../storage.ts';

/**
 * A text is stored once (article), whoever holds it. A holding is one source of one holder, a server or everybody (''), with the name and
 * the tags that it has there; its versions are rows of article_version, `newest` marks what the source holds now, `arrival` is the sequence
 * that it came in with. The indexes hold one row for each newest version, with its holder as a word, so that a search reads little of what
 * other servers hold.
 */
export const articleSchema = `
  CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    headline TEXT NOT NULL,
    paragraphs INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    address TEXT,
    text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX article_address ON article (address) WHERE address IS NOT NULL;
  CREATE TABLE article_holding (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    holder TEXT NOT NULL,
    source TEXT NOT NULL,
    name TEXT,
    UNIQUE (holder, source)
  ) STRICT;
  CREATE TABLE article_tag (
    holding INTEGER NOT NULL REFERENCES article_holding (number) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (holding, tag)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE article_version (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    holding INTEGER NOT NULL REFERENCES article_holding (number) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    article INTEGER NOT NULL REFERENCES article (number),
    version INTEGER NOT NULL,
    addedAt TEXT NOT NULL,
    newest INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    UNIQUE (holding, version)
  ) STRICT;
  CREATE UNIQUE INDEX article_version_holding ON article_version (holding) WHERE newest = 1;
  CREATE INDEX article_version_newest ON article_version (article, holder, sequence) WHERE newest = 1;
  CREATE INDEX article_version_added ON article_version (holder, addedAt, sequence) WHERE newest = 1;
  CREATE INDEX article_version_arrived ON article_version (holder, arrival) WHERE newest = 1;
  CREATE INDEX article_version_held ON article_version (holder, article) WHERE newest = 1;
  CREATE INDEX article_version_article ON article_version (article, newest, sequence);
  CREATE VIRTUAL TABLE article_search USING fts5 (
    heading, body, holder, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
  );
  INSERT INTO article_search (article_search, rank) VALUES ('rank', 'bm25(10.0, 1.0, 0.0)');
  CREATE VIRTUAL TABLE article_word USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'unicode61', prefix = '1 2 3', detail = 'none'
  );
  CREATE VIRTUAL TABLE article_trigram USING fts5 (
    words, content = '', contentless_delete = 1, tokenize = 'trigram', detail = 'none'
  );
  CREATE VIRTUAL TABLE article_trigram_row USING fts5vocab (article_trigram, row);
`;

/** The holder of what belongs to all servers. No server's id is less. */
const everybody = '';

/** The newest versions that the holder :own sees, each text once: of its own holdings and everybody's its own, else the earliest. */
const listed = `article_version AS held
  CROSS JOIN article_holding AS holding ON holding.number = held.holding
  CROSS JOIN article ON article.number = held.article`;
const isListed = `
  held.newest = 1 AND held.holder IN ('', :own) AND NOT EXISTS (
    SELECT 1 FROM article_version AS other
    WHERE other.newest = 1 AND other.article = held.article AND other.holder IN ('', :own)
      AND (other.holder > held.holder OR (other.holder = held.holder AND other.sequence < held.sequence))
  )`;
const entryColumns = `
  article.id AS id, article.headline AS headline, holding.name AS name, holding.source AS source, held.version AS version,
  held.addedAt AS addedAt, article.paragraphs AS paragraphs, article.comments AS comments, held.holder AS holder,
  held.sequence AS sequence,
  (SELECT json_group_array(tag) FROM (SELECT tag FROM article_tag WHERE holding = held.holding ORDER BY tag)) AS tags`;
const isTaggedAny = (version: string) =>
  `(:tags IS NULL OR EXISTS (
    SELECT 1 FROM article_tag WHERE holding = ${version}.holding AND tag IN (SELECT value FROM json_each(:tags))))`;
const isTagged = '(:tag IS NULL OR EXISTS (SELECT 1 FROM article_tag WHERE holding = held.holding AND tag = :tag))';

/** Headlines that are compared with what was typed, in each of the two ways of finding them. */
const candidates = 200;
/** Rows that the rarest trigrams of what was typed may lead to; what is in more of them is no help in telling headlines apart. */
const trigramRows = 4000;
/** Below this, what was typed and a headline are about different things. */
const similarEnough = 0.6;

interface EntryRow extends Omit<Entry, 'tags' | 'serverId' | 'renamedFrom'> {
  readonly name: string | null;
  readonly holder: string;
  readonly sequence: number;
  readonly tags: string;
}

/** The articles of the database as everybody sees them; `of` gives a server's view. */
export function articleStore(database: DatabaseSync): ArticleStore {
  const statements = {
    ...prepareStatements(sql => database.prepare(sql)),
    // A full disk has ended the transaction already.
    rollBack: () => database.isTransaction && database.exec('ROLLBACK'),
    shelf: createShelf(),
  };
  const views = (serverId: string | null): ArticleStore => ({ ...view(statements, serverId ?? everybody), of: views });
  return views(null);
}

type Prepare = (sql: string) => StatementSync;
type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(prepare: Prepare) {
  const newestOf = (holder: string) =>
    `SELECT ${entryColumns} FROM ${listed} WHERE held.holder = ${holder} AND ${isListed} AND ${isTagged}`;
  return {
    begin: prepare('BEGIN IMMEDIATE'),
    commit: prepare('COMMIT'),
    ...prepareWrites(prepare),
    // of several: what is listed before what was, the holder's own before everybody's, what came first before what came later
    get: prepare(`
      SELECT held.holding, article.id, holding.name, holding.source, held.version, held.addedAt, article.text
      FROM article JOIN article_version AS held ON held.article = article.number
      JOIN article_holding AS holding ON holding.number = held.holding
      WHERE article.id = :id AND held.holder IN ('', :own)
      ORDER BY held.newest DESC, held.holder DESC, CASE held.newest WHEN 1 THEN held.sequence ELSE -held.sequence END LIMIT 1`),
    latest: prepare(`
      SELECT held.holding, article.id, holding.name, holding.source, held.version, held.addedAt, article.text FROM ${listed}
      WHERE held.holding = :holding AND held.newest = 1`),
    at: prepare(`
      SELECT held.holding, article.id, holding.name, holding.source, held.version, held.addedAt, article.text
      FROM article JOIN article_version AS held ON held.article = article.number
      JOIN article_holding AS holding ON holding.number = held.holding
      WHERE article.address = :address AND held.holder IN ('', :own) AND held.newest = 1
      ORDER BY held.holder DESC, held.sequence DESC LIMIT 1`),
    byId: prepare(`
      SELECT id FROM article WHERE id >= :prefix AND id < :prefix || 'g'
        AND EXISTS (SELECT 1 FROM article_version WHERE article = number AND holder IN ('', :own)) ORDER BY id LIMIT :limit`),
    list: prepare(`
      ${newestOf("''")} UNION ALL ${newestOf(':own')}
      ORDER BY addedAt DESC, sequence DESC LIMIT :limit OFFSET :offset`),
    listOwn: prepare(`${newestOf(':own')} ORDER BY held.addedAt DESC, held.sequence DESC LIMIT :limit OFFSET :offset`),
    count: prepare(`
      SELECT count(DISTINCT article) AS count FROM article_version AS held
      WHERE newest = 1 AND (holder = :own OR (:all AND holder = '')) AND ${isTagged}`),
    arrived: prepare(`
      SELECT ${entryColumns} FROM ${listed}
      WHERE held.arrival > :after AND held.arrival <= :upTo AND ${isListed} AND ${isTaggedAny('held')} AND NOT EXISTS (
        SELECT 1 FROM article_version AS earlier
        WHERE earlier.article = held.article AND earlier.holder IN ('', :own) AND earlier.arrival <= :after
          AND ${isTaggedAny('earlier')}
      ) ORDER BY held.arrival, held.sequence`),
    arrivedSince: prepare(`
      SELECT ${entryColumns} FROM ${listed}
      WHERE held.addedAt > :addedAfter AND held.arrival <= :upTo AND ${isListed} AND ${isTaggedAny('held')}
      ORDER BY held.arrival, held.sequence`),
    tags: prepare(`
      SELECT tag, count(DISTINCT held.article) AS articles FROM article_version AS held JOIN article_tag USING (holding)
      WHERE ${isListed} GROUP BY tag ORDER BY articles DESC, tag`),
    matches: prepare(`
      SELECT 1 FROM article_search CROSS JOIN article_version AS held
      WHERE held.sequence = article_search.rowid AND article_search MATCH :match AND ${isListed} LIMIT 1`),
    search: prepare(`
      SELECT ${entryColumns} FROM article_search CROSS JOIN ${listed}
      WHERE held.sequence = article_search.rowid AND article_search MATCH :match AND ${isListed}
      ORDER BY rank, held.sequence DESC LIMIT :limit OFFSET :offset`),
    beginning: prepare(rows('article_word', 'article_word.rowid DESC')),
    resembling: prepare(rows('article_trigram', 'rank')),
    trigramRows: prepare('SELECT doc FROM article_trigram_row WHERE term = ?'),
  };
}

function rows(table: string, order: string): string {
  return `
    SELECT ${entryColumns} FROM ${table} CROSS JOIN ${listed}
    WHERE held.sequence = ${table}.rowid AND ${table} MATCH :match AND ${isListed} ORDER BY ${order} LIMIT ${candidates}`;
}

function prepareWrites(prepare: Prepare) {
  return {
    number: prepare('SELECT number FROM article WHERE id = ?'),
    article: prepare('INSERT INTO article (id, headline, paragraphs, comments, address, text) VALUES (?, ?, ?, ?, ?, ?)'),
    textOf: prepare('SELECT text FROM article WHERE number = ?'),
    forget: prepare('DELETE FROM article WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM article_version WHERE article = ?1)'),
    holding: prepare('SELECT number, name FROM article_holding WHERE holder = ? AND source = ?'),
    addHolding: prepare('INSERT INTO article_holding (holder, source) VALUES (?, ?)'),
    removeHolding: prepare('DELETE FROM article_holding WHERE number = ?'),
    rename: prepare('UPDATE article_holding SET name = ? WHERE number = ?'),
    addTag: prepare('INSERT OR IGNORE INTO article_tag (holding, tag) VALUES (?, ?)'),
    removeTag: prepare('DELETE FROM article_tag WHERE holding = ? AND tag = ?'),
    tagsOf: prepare('SELECT tag FROM article_tag WHERE holding = ? ORDER BY tag'),
    held: prepare('SELECT sequence, article, version, addedAt, arrival FROM article_version WHERE holding = ? AND newest = 1'),
    isListed: prepare("SELECT 1 FROM article_version WHERE article = ? AND newest = 1 AND holder IN ('', ?)"),
    retire: prepare('UPDATE article_version SET newest = 0 WHERE sequence = ?'),
    addVersion: prepare(`
      INSERT INTO article_version (holding, holder, article, version, addedAt, newest, arrival)
      VALUES (?, ?, ?, ?, ?, 1, coalesce(?, (SELECT seq + 1 FROM sqlite_sequence WHERE name = 'article_version'), 1))`),
    holdings: prepare(`
      SELECT holding, max(newest) AS newest FROM article_version WHERE holder = ? AND article = ? GROUP BY holding`),
    idsOf: prepare(`
      SELECT id FROM article_version JOIN article ON number = article WHERE holding = ? ORDER BY version`),
    textsOf: prepare('SELECT DISTINCT article FROM article_version WHERE holding = ?'),
    removeVersions: prepare('DELETE FROM article_version WHERE holder = ? AND article = ?'),
    addSearch: prepare('INSERT INTO article_search (rowid, heading, body, holder) VALUES (?, ?, ?, ?)'),
    addWords: prepare('INSERT INTO article_word (rowid, words) VALUES (?, ?)'),
    addTrigrams: prepare('INSERT INTO article_trigram (rowid, words) VALUES (?, ?)'),
    removeSearch: prepare('DELETE FROM article_search WHERE rowid = ?'),
    removeWords: prepare('DELETE FROM article_word WHERE rowid = ?'),
    removeTrigrams: prepare('DELETE FROM article_trigram WHERE rowid = ?'),
  };
}

/** What one holder sees, and does with its own holdings. */
function view(statements: Statements & { rollBack(): unknown; shelf: Shelf }, own: string): Omit<ArticleStore, 'of'> {
  const stored = (row: unknown) => statements.shelf(row as ArticleRow | undefined);
  const transaction = <Result>(work: () => Result): Result => {
    statements.begin.run();
    try {
      const result = work();
      statements.commit.run();
      return result;
    } catch (error) {
      statements.rollBack();
      throw error;
    }
  };
  const list = ({ offset, limit, tag, ownOnly = false }: Parameters<ArticleStore['list']>[0]) =>
    entries(
      ownOnly || own === everybody
        ? statements.listOwn.all({ own, tag: tag ?? null, limit, offset })
        : statements.list.all({ own, tag: tag ?? null, limit, offset }),
    );

  return {
    async add(article, at) {
      const outcome = transaction(() => place(statements, article, { ...at, holder: own }));
      return { article: stored(statements.get.get({ own, id: article.id }))!, outcome };
    },
    async remove(id) {
      return transaction(() => removeText(statements, own, id));
    },
    async rename(id, name) {
      return transaction(() => {
        const holdings = holdingsOf(statements, own, id);
        for (const holding of holdings) {
          statements.rename.run(name, holding);
          reindex(statements, own, holding, name);
        }
        return holdings.length > 0;
      });
    },
    async tag(id, { add, remove }) {
      return transaction(() => {
        const holdings = holdingsOf(statements, own, id);
        for (const holding of holdings) {
          for (const tag of remove) statements.removeTag.run(holding, tag);
          for (const tag of add) statements.addTag.run(holding, tag);
        }
        const [first] = holdings;
        return first === undefined ? undefined : (statements.tagsOf.all(first) as { tag: string }[]).map(row => row.tag);
      });
    },
    async versions(id) {
      const holdings = holdingsOf(statements, own, id);
      return [...new Set(holdings.flatMap(holding => (statements.idsOf.all(holding) as { id: string }[]).map(row => row.id)))];
    },
    async get(id) {
      return stored(statements.get.get({ own, id }));
    },
    async latest(id) {
      const row = statements.get.get({ own, id }) as ArticleRow | undefined;
      return row && stored(statements.latest.get({ holding: row.holding }));
    },
    async at(address) {
      return stored(statements.at.get({ own, address }));
    },
    async idsFrom(prefix, limit) {
      return (statements.byId.all({ own, prefix, limit }) as { id: string }[]).map(row => row.id);
    },
    async list(wanted) {
      return list(wanted);
    },
    async count({ tag, ownOnly = false } = {}) {
      return (statements.count.get({ own, tag: tag ?? null, all: Number(!ownOnly) }) as { count: number }).count;
    },
    async tags() {
      return (statements.tags.all({ own }) as unknown as { tag: string; articles: number }[]).map(row => ({ ...row }));
    },
    async search(query, { offset, limit }) {
      const words = searchWords(query);
      if (words.length === 0) return [];
      const holder = `holder : (${quoted(holderWord(own))} OR ${quoted(holderWord(everybody))})`;
      const anywhere = (match: string) => `${holder} AND ({heading body} : (${match}))`;
      const all = anywhere(words.join(' AND '));
      const match = statements.matches.get({ own, match: all }) ? all : anywhere(words.join(' OR '));
      return entries(statements.search.all({ own, match, limit, offset }));
    },
    async suggest(typed, limit, { ownOnly = false } = {}) {
      return typed.trim() === '' ? list({ offset: 0, limit, ownOnly }) : suggest(statements, typed, limit, { own, ownOnly });
    },
    async arrived(since, upTo, tags) {
      const given = { own, upTo: upTo ?? Number.MAX_SAFE_INTEGER, tags: tags ? JSON.stringify(tags) : null };
      const statement = 'after' in since ? statements.arrived : statements.arrivedSince;
      return entries(statement.all({ ...given, ...since }));
    },
  };
}

interface HeldRow {
  readonly sequence: number;
  readonly article: number;
  readonly version: number;
  readonly addedAt: string;
  readonly arrival: number;
}

/** Writes what is new about this text under this source, inside a transaction. */
function place(
  statements: Statements,
  article: Article,
  { holder, source, addedAt, keepsPlace = false }: At & { holder: string },
): Added['outcome'] {
  const number = (statements.number.get(article.id) as { number: number } | undefined)?.number ?? insert(statements, article);
  const known = statements.holding.get(holder, source) as { number: number; name: string | null } | undefined;
  const holding = known?.number ?? Number(statements.addHolding.run(holder, source).lastInsertRowid);
  const held = statements.held.get(holding) as HeldRow | undefined;
  if (held?.article === number) return 'unchanged';
  const seen = statements.isListed.get(number, holder) !== undefined;
  if (held) {
    statements.retire.run(held.sequence);
    unindex(statements, held.sequence);
  }
  const kept = keepsPlace ? held : undefined;
  const at = [kept?.addedAt ?? addedAt, kept?.arrival ?? null];
  const { lastInsertRowid } = statements.addVersion.run(holding, holder, number, (held?.version ?? 0) + 1, ...at);
  index(statements, Number(lastInsertRowid), article, { holder, name: known?.name ?? null });
  if (held) return 'new version';
  return seen ? 'unchanged' : 'added';
}

function insert(statements: Statements, { id, ...text }: Article): number {
  const { headline, paragraphs, comments, url } = text;
  const values = [id, headline, paragraphs.length, comments.length, addressOf(url), JSON.stringify(text)];
  return Number(statements.article.run(...values).lastInsertRowid);
}

function index(
  statements: Statements,
  sequence: number,
  { headline, paragraphs }: Pick<ArticleText, 'headline' | 'paragraphs'>,
  { holder, name }: { holder: string; name: string | null },
): void {
  const names = [...(name === null ? [] : [name]), headline];
  const words = names.map(text => foldedWords(text).join(' '));
  const mark = holderWord(holder);
  statements.addSearch.run(sequence, names.join('\n'), paragraphs.join('\n'), mark);
  statements.addWords.run(sequence, `${mark} ${words.join(' ')}`);
  statements.addTrigrams.run(sequence, `${mark}${words.map(padded).join('')}`);
}

/** Writes anew what all newest versions are found by, after their rows were written past the store. */
export function indexAll(database: DatabaseSync): void {
  const statements = prepareStatements(sql => database.prepare(sql));
  const newest = database.prepare(`
    SELECT held.sequence, held.holder, holding.name, article.text FROM article_version AS held
    JOIN article_holding AS holding ON holding.number = held.holding JOIN article ON article.number = held.article WHERE newest = 1`);
  for (const row of newest.iterate()) {
    const { sequence, holder, name, text } = row as unknown as Pick<EntryRow, 'sequence' | 'holder' | 'name'> & { text: string };
    unindex(statements, sequence);
    index(statements, sequence, JSON.parse(text) as ArticleText, { holder, name });
  }
}

function unindex(statements: Statements, sequence: number): void {
  statements.removeSearch.run(sequence);
  statements.removeWords.run(sequence);
  statements.removeTrigrams.run(sequence);
}

function reindex(statements: Statements, holder: string, holding: number, name: string | null): void {
  const held = statements.held.get(holding) as { sequence: number; article: number };
  const { text } = statements.textOf.get(held.article) as { text: string };
  unindex(statements, held.sequence);
  index(statements, held.sequence, JSON.parse(text) as ArticleText, { holder, name });
}

/** The holder's sources that hold this text now, else those that held it once. */
function holdingsOf(statements: Statements, holder: string, id: string): number[] {
  const found = statements.number.get(id) as { number: number } | undefined;
  if (!found) return [];
  const all = statements.holdings.all(holder, found.number) as unknown as { holding: number; newest: number }[];
  const now = all.filter(({ newest }) => newest === 1);
  return (now.length > 0 ? now : all).map(({ holding }) => holding);
}

/** Removes the holder's sources of a text with all their versions, and the texts that nobody holds any more. */
function removeText(statements: Statements, holder: string, id: string): boolean {
  const holdings = holdingsOf(statements, holder, id);
  if (holdings.length === 0) return false;
  const { number } = statements.number.get(id) as { number: number };
  const texts = new Set([number]);
  for (const holding of holdings) {
    for (const { article } of statements.textsOf.all(holding) as { article: number }[]) texts.add(article);
    unindex(statements, (statements.held.get(holding) as { sequence: number }).sequence);
    statements.removeHolding.run(holding);
  }
  // another source of the holder may have gone on from this text; it is removed there too
  statements.removeVersions.run(holder, number);
  for (const text of texts) statements.forget.run(text);
  return true;
}

/** Each word of a query as an FTS5 string, so that nothing of it is read as an operator. */
function searchWords(query: string): string[] {
  const words = query.slice(0, 1000).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, 32).map(quoted);
}

/**
 * The best of two lots of candidates: headlines with words that begin with what was typed, and headlines that share its rarest
 * trigrams, which a typing error leaves mostly intact.
 */
function suggest(
  statements: Statements,
  typed: string,
  limit: number,
  { own, ownOnly }: { own: string; ownOnly: boolean },
): Entry[] {
  const words = foldedWords(typed);
  if (words.length === 0) return [];
  const marks = [...new Set([holderWord(own), ...(ownOnly ? [] : [holderWord(everybody)])])];
  const ofHolders = (match: string) => `(${marks.map(quoted).join(' OR ')}) AND (${match})`;
  const rowsWith = (term: string) => (statements.trigramRows.get(term) as { doc: number } | undefined)?.doc ?? 0;
  const all = marks.map(rowsWith).reduce((sum, count) => sum + count, 0);
  const spread = (trigram: string) => Math.min(rowsWith(trigram), all);

  const begun = statements.beginning.all({ own, match: ofHolders(words.map(word => `${quoted(word)}*`).join(' AND ')) });
  const rare = rarest(trigrams(padded(words.join(' '))), spread, { evenIfCommon: begun.length === 0 });
  const alike = rare.length > 0 ? statements.resembling.all({ own, match: ofHolders(rare.map(quoted).join(' OR ')) }) : [];
  const found = ([...begun, ...alike] as unknown as EntryRow[]).filter(({ holder }) => !ownOnly || holder === own);
  return [...new Map(found.map(row => [row.id, row])).values()]
    .map(row => ({ row, likeness: Math.max(...namesOf(row).map(name => resemblance(typed, name))) }))
    .filter(({ likeness }) => likeness >= similarEnough)
    .sort((a, b) => b.likeness - a.likeness || b.row.sequence - a.row.sequence)
    .slice(0, limit)
    .map(({ row }) => entry(row));
}

function namesOf({ name, headline }: EntryRow): string[] {
  return name === null ? [headline] : [name, headline];
}

/**
 * A holder as a word of the indexes: three characters that nobody can type (Unicode's private use), which the trigram index takes for one
 * trigram. Two servers may have the same word: rows are told apart by their holder, the word only keeps most of the others' from being read.
 */
function holderWord(holder: string): string {
  const hash = [...holder].reduce((sum, digit) => (sum * 31 + digit.codePointAt(0)!) % (6000 * 6000), 7);
  return String.fromCharCode(0xe000, 0xe001 + Math.floor(hash / 6000), 0xe001 + (hash % 6000));
}

/** The trigrams that are in few rows; if all are in many, the rarest one where that is asked for. */
function rarest(
  all: readonly string[],
  spread: (trigram: string) => number,
  { evenIfCommon }: { evenIfCommon: boolean },
): string[] {
  const known = all
    .map(trigram => ({ trigram, rows: spread(trigram) }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => a.rows - b.rows);
  const chosen: string[] = [];
  let sum = 0;
  for (const { trigram, rows } of known) {
    sum += rows;
    if (sum > trigramRows && !(evenIfCommon && chosen.length === 0)) break;
    chosen.push(trigram);
  }
  return chosen;
}

/** A space at both ends makes a word's beginning at the headline's edge the same trigram as in its middle. */
function padded(words: string): string {
  return ` ${words} `;
}

function trigrams(text: string): string[] {
  const letters = [...text];
  return [...new Set(letters.slice(2).map((letter, i) => `${letters[i]}${letters[i + 1]}${letter}`))];
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function entries(rows: unknown[]): Entry[] {
  return rows.map(row => entry(row as EntryRow));
}

function entry({ name, headline, holder, sequence: _, tags, ...row }: EntryRow): Entry {
  return {
    ...row,
    headline: name ?? headline,
    renamedFrom: name === null ? null : headline,
    serverId: holder === everybody ? null : holder,
    tags: JSON.parse(tags) as string[],
  };
}
