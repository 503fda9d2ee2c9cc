import { ArticleText, type StoredArticle } from './article.ts';
import { largestFile } from './formats/file.ts';
import { type ArticleInFile, toJson } from './formats/json.ts';
import type { Library } from './library.ts';

type SourceOf = (source: string) => string;
const asItIs: SourceOf = source => source;

/** Articles that are read from the library at once. */
const AT_ONCE = 50;

/** A file that holds articles, for `import` and `/library add`. */
export interface ExportFile {
  readonly name: string;
  readonly json: string;
  readonly articles: number;
}

/**
 * The articles that the library's viewer holds itself, newest versions, as files in the JSON form that are
 * not larger than what is read back; source, name and tags go with them, so that they come back as they were;
 * `sourceOf` writes a source as it may be known to who gets them.
 */
export async function* exportOwn(
  library: Pick<Library, 'list' | 'get'>,
  sourceOf: SourceOf = asItIs,
): AsyncGenerator<ExportFile> {
  let gathered: { articles: ArticleInFile[]; size: number } = { articles: [], size: 0 };
  let number = 0;
  const file = (): ExportFile => {
    number += 1;
    return {
      name: `articles-${number}.json`,
      json: toJson(gathered.articles),
      articles: gathered.articles.length,
    };
  };
  for await (const article of ownArticles(library, sourceOf)) {
    const size = Buffer.byteLength(toJson([article])) * 1.2;
    if (gathered.articles.length > 0 && gathered.size + size > largestFile) {
      yield file();
      gathered = { articles: [], size: 0 };
    }
    gathered = { articles: [...gathered.articles, article], size: gathered.size + size };
  }
  if (gathered.articles.length > 0) yield file();
}

/** One article as a file. */
export function exportOne(
  article: StoredArticle,
  tags: readonly string[],
  sourceOf: SourceOf = asItIs,
): ExportFile {
  return { name: `${article.id}.json`, json: toJson([inFile(article, tags, sourceOf)]), articles: 1 };
}

async function* ownArticles(
  library: Pick<Library, 'list' | 'get'>,
  sourceOf: SourceOf,
): AsyncGenerator<ArticleInFile> {
  for (let offset = 0; ; offset += AT_ONCE) {
    const entries = await library.list({ offset, limit: AT_ONCE, ownOnly: true });
    for (const { id, tags } of entries) {
      const article = await library.get(id);
      if (article) yield inFile(article, tags, sourceOf);
    }
    if (entries.length < AT_ONCE) return;
  }
}

function inFile(
  { source, name, id: _, version: __, addedAt: ___, ...text }: StoredArticle,
  tags: readonly string[],
  sourceOf: SourceOf,
): ArticleInFile {
  return { text: ArticleText.parse(text), source: sourceOf(source), name, tags };
}
