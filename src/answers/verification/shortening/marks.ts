import { extractQuantities, findOtherQuantity } from '../../../language/quantities.ts';

/** A few words in quotation marks. */
const IN_QUOTATION_MARKS = /[“"«„](?<words>[^“”"«»„\n]{1,40})[”"»“]/gu;
const QUOTED = /[“"«„][^“”"«»„\n]{1,200}[”"»“]/gu;
const MAX_QUOTED_WORDS = 3;

/** Whether a statement has a few words without the quotation marks that make them somebody's: the “victory”. */
function dropsQuotationMarks(statement: string, sentence: string): boolean {
  const plain = statement.toLowerCase().replaceAll(QUOTED, ' ');
  return [...sentence.matchAll(IN_QUOTATION_MARKS)].some(({ groups }) => {
    const words = groups?.words?.replace(/[,.!?]$/, '').toLowerCase() ?? '';
    return words.split(' ').length <= MAX_QUOTED_WORDS && plain.includes(words);
  });
}

const SYMBOL = /[+#*@&^~=<>|\\°²³½¼¾]/gu;

const splitTokens = (text: string) => text.toLowerCase().split(/[^\p{L}\p{N}+#*@&^~=<>|\\°²³½¼¾]+/u);

/** Whether a statement has a word without the symbols or letters that belong to it: "A" for "A+", "5" for "5a". */
function dropsSymbols(statement: string, sentence: string): boolean {
  const tokens = new Set(splitTokens(statement));
  return splitTokens(sentence).some(token => {
    if (tokens.has(token)) return false;
    const bare = token.replaceAll(SYMBOL, '');
    const figure = /^\d+(?=\p{L}$)/u.exec(token)?.[0];
    return (
      (bare !== token && bare !== '' && tokens.has(bare)) || (figure !== undefined && tokens.has(figure))
    );
  });
}

/** Whether a statement leaves out a sign, symbol or mark that is no word but changes what a word means. */
export const dropsMarks = (statement: string, sentence: string): boolean =>
  findOtherQuantity(statement, extractQuantities(sentence), { isStrict: true }) !== null ||
  dropsQuotationMarks(statement, sentence) ||
  dropsSymbols(statement, sentence);
