import { type QuotationAttribution, type QuotationContext, UNATTRIBUTED } from './reading.ts';
import { NO_SPEAKER } from './speakers.ts';

/** Whether the host at an index begins a paragraph of nothing but quotations. */
function isBareParagraph({ reading }: QuotationContext, index: number): boolean {
  const { hosts } = reading.layout;
  const paragraph = hosts[index]?.paragraph;
  if (paragraph === undefined || hosts[index - 1]?.paragraph === paragraph) return false;
  for (let at = index; hosts[at]?.paragraph === paragraph; at++) if (!hosts[at]?.onlyQuoted) return false;
  return true;
}

/** A turn of a dialogue, a paragraph beside another or a question: the other of two last speakers. */
export function readDialogueTurn(context: QuotationContext): QuotationAttribution | undefined {
  const { reading, host, first } = context;
  const isSameParagraph = reading.layout.hosts[host - 1]?.paragraph === first.paragraph;
  const [last, before] = reading.history.slice(-2).reverse();
  if (!last || last.host !== host - 1 || isSameParagraph || !isBareParagraph(context, host)) return undefined;
  const isDialogue =
    last.quote.text.trimEnd().endsWith('?') ||
    isBareParagraph(context, host - 1) ||
    isBareParagraph(context, nextParagraphOf(context));
  if (!isDialogue) return undefined;
  const isOfTwo = before && before.host >= last.host - 1 && before.quote.speaker !== last.quote.speaker;
  return { ...UNATTRIBUTED, who: isOfTwo ? before.who : NO_SPEAKER, direct: false };
}

/** Index of the first host in the paragraph after a quotation. */
function nextParagraphOf({ reading, lastHost }: QuotationContext): number {
  const { hosts } = reading.layout;
  let at = lastHost;
  while (hosts[at]?.paragraph === hosts[lastHost]?.paragraph && at < hosts.length) at++;
  return at;
}
