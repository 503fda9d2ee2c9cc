import { checkInWorker } from '../engines/in-worker.ts';
import type { AnswerRequest } from './answer-request.ts';

/** Checks a draft as it grows, in its latest state. Only what passed is reported, nothing after the end. */
export function createPartialCheck(
  request: AnswerRequest,
  signal: AbortSignal,
  onChecked: (answer: unknown, statements: number) => void,
) {
  let next: { readonly draft: unknown } | null = null;
  let isBusy = false;
  let isOver = false;

  async function checkLatest(): Promise<void> {
    while (next && !isOver) {
      const parsed = request.recipe.draft.safeParse(next.draft);
      next = null;
      if (!parsed.success) continue;
      const { answer } = await checkInWorker(request, parsed.data, { signal });
      const statements = request.recipe.countStatements(answer);
      if (!isOver && statements > 0) onChecked(answer, statements);
    }
  }

  return {
    offer(draft: unknown): void {
      next = { draft };
      if (isBusy || isOver) return;
      isBusy = true;
      // an error recurs when the whole draft is checked, and is reported there
      void checkLatest()
        .catch(() => undefined)
        .finally(() => {
          isBusy = false;
        });
    },
    end(): void {
      isOver = true;
    },
  };
}
