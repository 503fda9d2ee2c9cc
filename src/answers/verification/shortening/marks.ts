import { fold } from '../../../language/folding.ts';
import { extractQuantities, findOtherQuantity } from '../../../language/quantities.ts';
import { writesOtherWord } from '../../../language/written-words.ts';

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

/** Whether what a statement has between quotation marks is not what the sentence has. */
function altersQuotation(statement: string, sentence: string): boolean {
  const given = fold(sentence).toLowerCase();
  return [...statement.matchAll(IN_MARKS)].some(
    ({ groups }) =>
      !given.includes(
        fold(groups?.words ?? '')
          .toLowerCase()
          .replace(/[,.!?]$/, ''),
      ),
  );
}

const IN_MARKS = /[“"«„](?<words>[^“”"«»„\n]{1,400})[”"»“]/gu;

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

/** Whether a statement makes of a question what is so. */
const answersQuestion = (statement: string, sentence: string) =>
  /\?[”"’»“)\s]*$/.test(sentence) && !statement.includes('?');

const IN_BRACKETS = /\((?<words>[^()\n]{1,60})\)/g;

/** Whether a statement reads on where a sentence has brackets: "Reed left hands" for "Reed (left) hands". */
const opensBrackets = (statement: string, sentence: string) =>
  [...sentence.matchAll(IN_BRACKETS)].some(({ groups }) => {
    const words = groups?.words ?? '';
    const at = statement.indexOf(words);
    return at > 0 && !/^\p{Lu}+$/u.test(words) && /[\p{L}\p{N}] $/u.test(statement.slice(0, at));
  });

/** Whether a statement leaves out a sign, symbol or mark that is no word but changes what a word means. */
export const dropsMarks = (statement: string, sentence: string): boolean =>
  findOtherQuantity(statement, extractQuantities(sentence), { isStrict: true }) !== null ||
  dropsQuotationMarks(statement, sentence) ||
  answersQuestion(statement, sentence) ||
  altersQuotation(statement, sentence) ||
  opensBrackets(statement, sentence) ||
  writesOtherWord(statement, sentence) ||
  dropsSymbols(statement, sentence);
