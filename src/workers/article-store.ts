import { deserialize, serialize } from 'node:v8';
import type { Article } from '../articles/article.ts';
import { contentHashOf, createMemo } from '../memo.ts';

/**
 * An article on its way to workers. Its bytes are shared rather than copied, however many workers read them;
 * a worker that has decoded it recognises it by its key, so that results derived from it are reused.
 */
export interface SharedArticle {
  /** The hash of its whole content. */
  readonly key: string;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/** Maximum number of articles kept in memory per thread, and their total bytes. */
const MAX_ARTICLES = 24;
const MAX_BYTES = 24_000_000;

const sharedArticles = createMemo<SharedArticle>({
  entries: MAX_ARTICLES,
  characters: MAX_BYTES,
  sizeOf: ({ bytes }) => bytes.length,
});

/** Shares an article with workers. */
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

/** Decodes a shared article in a worker; returns the same object while it is in memory there. */
export function readSharedArticle({ key, bytes }: SharedArticle): Article {
  const decode = () => ({ article: deserialize(Uint8Array.from(bytes)) as Article, size: bytes.length });
  return decodedArticles.getOrCreate(key, decode).article;
}
