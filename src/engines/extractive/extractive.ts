import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { Article } from '../../article/article.ts';
import type { Engine } from '../engine.ts';
import { articleLanguage } from './language/language.ts';
import { readIn } from './language/words.ts';
import type { Work } from './worker.ts';

/**
 * An article of more characters than this is worked on in a thread of its own, so that everybody else's messages and the
 * connection to Discord do not wait for it; below that the way to another thread takes longer than the work.
 */
const LONG = 50_000;

/**
 * The built-in engine: no model, no network, the same draft for the same article every time. Its drafts fail with a UserError for an
 * article in a language that it does not read.
 */
export function createExtractive(): Engine {
  const code = hashOfCode();
  let threads: Piscina<Work, unknown> | undefined;
  const elsewhere = (work: Work, signal: AbortSignal | undefined) => {
    threads ??= new Piscina({ filename: join(import.meta.dirname, 'worker.ts'), maxThreads: 2, idleTimeout: 10_000 });
    return threads.run(work, signal && { signal });
  };
  return {
    name: 'extractive',
    isPaid: false,
    heedsComplaints: false,
    identity: () => code,
    async draft(recipe, article, options, { signal } = {}) {
      signal?.throwIfAborted();
      const language = articleLanguage(article);
      return isLong(article)
        ? await elsewhere({ kind: recipe.kind, article, options, language }, signal)
        : readIn(language, () => recipe.extract(article, options));
    },
  };
}

function isLong({ paragraphs, comments }: Article): boolean {
  let length = 0;
  for (const text of paragraphs) length += text.length;
  for (const comment of comments) for (const text of comment.paragraphs) length += text.length;
  return length > LONG;
}

/** What this engine drafts follows from its code and its libraries, so answers of an older program are not taken for this one's. */
function hashOfCode(): string {
  const root = join(import.meta.dirname, '../../..');
  const files = globSync(['src/engines/extractive/**/*.ts', 'src/recipes/*.ts', 'package-lock.json'], { cwd: root }).sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return hash.digest('hex');
}
