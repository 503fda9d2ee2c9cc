import { ArticleText, type StoredArticle } from './article.ts';
import { MAX_FILE_BYTES } from './formats/file.ts';
import { type FileArticle, formatJsonArticles } from './formats/json.ts';
import type { Library } from './library.ts';

type SourceOf = (source: string) => string;
const keepSource: SourceOf = source => source;

/** How many articles are read from the library at once. */
const BATCH_SIZE = 50;

/** A file of articles, as `import` and `/library add` accept it. */
export interface ExportFile {
  readonly name: string;
  readonly json: string;
  readonly articles: number;
}

/** The viewer's newest articles as files in the JSON form, to be imported again; `sourceOf` edits sources. */
export async function* exportOwnArticles(
  library: Pick<Library, 'list' | 'get'>,
  sourceOf: SourceOf = keepSource,
): AsyncGenerator<ExportFile> {
  let gathered: { articles: FileArticle[]; size: number } = { articles: [], size: 0 };
  let number = 0;
  const createFile = (): ExportFile => {
    number += 1;
    return {
      name: `articles-${number}.json`,
      json: formatJsonArticles(gathered.articles),
      articles: gathered.articles.length,
    };
  };
  for await (const article of readOwnArticles(library, sourceOf)) {
    const size = Buffer.byteLength(formatJsonArticles([article])) * 1.2;
    if (gathered.articles.length > 0 && gathered.size + size > MAX_FILE_BYTES) {
      yield createFile();
      gathered = { articles: [], size: 0 };
    }
    gathered = { articles: [...gathered.articles, article], size: gathered.size + size };
  }
  if (gathered.articles.length > 0) yield createFile();
}

/** One article as a file in the JSON form. */
export function exportArticle(
  article: StoredArticle,
  tags: readonly string[],
  sourceOf: SourceOf = keepSource,
): ExportFile {
  return {
    name: `${article.id}.json`,
    json: formatJsonArticles([toFileArticle(article, tags, sourceOf)]),
    articles: 1,
  };
}

async function* readOwnArticles(
  library: Pick<Library, 'list' | 'get'>,
  sourceOf: SourceOf,
): AsyncGenerator<FileArticle> {
  for (let offset = 0; ; offset += BATCH_SIZE) {
    const entries = await library.list({ offset, limit: BATCH_SIZE, ownOnly: true });
    for (const { id, tags } of entries) {
      const article = await library.get(id);
      if (article) yield toFileArticle(article, tags, sourceOf);
    }
    if (entries.length < BATCH_SIZE) return;
  }
}

function toFileArticle(
  { source, name, id: _, version: __, addedAt: ___, ...text }: StoredArticle,
  tags: readonly string[],
  sourceOf: SourceOf,
): FileArticle {
  return { text: ArticleText.parse(text), source: sourceOf(source), name, tags };
}
