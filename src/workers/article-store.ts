import { deserialize, serialize } from 'node:v8';
import type { Article } from '../articles/article.ts';
import { contentHashOf, createMemo } from '../memo.ts';

/**
 * An article on its way to a worker. Its bytes are shared, not copied, however many workers read them;
 * whoever has read them once knows the article by its key, so what was worked out for it is used again.
 */
export interface SharedArticle {
  /** The hash of all that it holds. */
  readonly key: string;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/** Articles that stay at hand in each thread, and how many bytes of them. */
const MAX_ARTICLES = 24;
const MAX_BYTES = 24_000_000;

const sharedArticles = createMemo<SharedArticle>({
  entries: MAX_ARTICLES,
  characters: MAX_BYTES,
  sizeOf: ({ bytes }) => bytes.length,
});

/** The article as it is handed to workers. */
export function shareArticle(article: Article): SharedArticle {
  const key = contentHashOf(article);
  return sharedArticles.getOrCreate(key, () => ({ key, bytes: toSharedBytes(serialize(article)) }));
}

function toSharedBytes(bytes: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

const decodedArticles = createMemo<{ readonly article: Article; readonly size: number }>({
  entries: MAX_ARTICLES,
  characters: MAX_BYTES,
  sizeOf: ({ size }) => size,
});

/** The article, in the worker: the same object for as long as it is at hand there. */
export function readSharedArticle({ key, bytes }: SharedArticle): Article {
  const decode = () => ({ article: deserialize(Uint8Array.from(bytes)) as Article, size: bytes.length });
  return decodedArticles.getOrCreate(key, decode).article;
}
