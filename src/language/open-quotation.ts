/** Which words are quoted, by double marks alone, for texts too short for `findQuotations`. */
const DOUBLE_MARKS = /[“”„«»"]/g;

/**
 * The opening mark of a quotation that is open after a mark, or an empty string. A straight mark opens and
 * closes in turn; “ closes a quotation that „ opened.
 */
function readMark(open: string, mark: string): string {
  if (mark === '"') return open === '' ? mark : '';
  if (mark === '“') return open === '„' ? '' : mark;
  return mark === '„' || mark === '«' ? mark : '';
}

/** The mark of a quotation still open at the end of a text, or empty; `before` is open at its start. */
export function findOpenQuotation(text: string, before = ''): string {
  let open = before;
  for (const [mark] of text.matchAll(DOUBLE_MARKS)) open = readMark(open, mark);
  return open;
}

/** For each character of a text 1 if it is inside a quotation or closes one, else 0. */
export function markQuoted(text: string): Uint8Array {
  const quoted = new Uint8Array(text.length);
  let open = '';
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(DOUBLE_MARKS)) {
    const next = readMark(open, mark);
    if (open === '') from = index + 1;
    else if (next === '') quoted.fill(1, from, index + 1);
    open = next;
  }
  return open === '' ? quoted : quoted.fill(1, from);
}
