import { deserialize, serialize } from 'node:v8';
import type { Article } from '../articles/article.ts';

/**
 * An article on its way to a worker. Its bytes are shared, not copied, however many workers read them;
 * whoever has read them once knows the article by its key, so what was worked out for it is used again.
 */
export interface SharedArticle {
  /** One for each object on the main thread, which never changes: a part of an article is another object. */
  readonly key: number;
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/** Articles that stay at hand, in each thread. */
const MAX_ARTICLES = 24;

/** The last used stay, up to `KEPT`. */
function createLruMap<Key, Value>() {
  const kept = new Map<Key, Value>();
  return (key: Key, make: () => Value): Value => {
    const value = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, value);
    const [oldest] = kept.keys();
    if (kept.size > MAX_ARTICLES && oldest !== undefined) kept.delete(oldest);
    return value;
  };
}

const articleKeys = new WeakMap<Article, number>();
let lastKey = 0;
const sharedArticles = createLruMap<number, SharedArticle>();

export function shareArticle(article: Article): SharedArticle {
  const key = articleKeys.get(article) ?? ++lastKey;
  articleKeys.set(article, key);
  return sharedArticles(key, () => ({ key, bytes: toSharedBytes(serialize(article)) }));
}

function toSharedBytes(bytes: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

const decodedArticles = createLruMap<number, Article>();

/** The article, in the worker. */
export function readSharedArticle({ key, bytes }: SharedArticle): Article {
  return decodedArticles(key, () => deserialize(Uint8Array.from(bytes)) as Article);
}
