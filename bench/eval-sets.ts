/**
 * A figure, by its name in the scorer's output, in percent after multiplication by `times`; the results of
 * simple methods, and the target.
 */
export interface Figure {
  readonly label: string;
  readonly name: string;
  readonly baseline: string;
  readonly target: number;
  /** Whether the target is an upper bound instead of a lower one. */
  readonly isMost?: true;
}

export interface EvalSet {
  readonly kind: string;
  readonly data: string;
  /** The reference file within the folder. */
  readonly file: string;
  /** The factor applied to the scorer's numbers. */
  readonly times: number;
  readonly figures: readonly Figure[];
}

export const sets: readonly EvalSet[] = [
  {
    kind: 'summary',
    data: 'CNN/DM, 300 articles, 3 points',
    file: 'cnndm/dev.jsonl.gz',
    times: 1,
    figures: [
      { label: 'ROUGE-1', name: 'rouge1', baseline: '29.3 first three sentences, 30.2 PacSum', target: 30.6 },
      {
        label: 'gain over the first three sentences',
        name: 'gain over lead3',
        baseline: '0.8 PacSum',
        target: 0,
      },
    ],
  },
  {
    kind: 'summary',
    data: 'summaries by freelance writers, 54 articles',
    file: 'newswriters/dev.jsonl.gz',
    times: 1,
    figures: [
      { label: 'ROUGE-1', name: 'rouge1', baseline: '38.3 first three sentences, 37.8 PacSum', target: 38.3 },
    ],
  },
  {
    kind: 'quotes',
    data: 'PolNeAR, 84 articles, 614 quotations',
    file: 'polnear/dev.jsonl.gz',
    times: 100,
    figures: [
      {
        label: 'precision',
        name: 'precision',
        baseline: '97.6 regular expressions, 83.6 compromise',
        target: 97.5,
      },
      {
        label: 'recall',
        name: 'recall',
        baseline: '99.8 regular expressions, 84.4 compromise',
        target: 99.5,
      },
      {
        label: 'speakers right of all',
        name: 'speakers right of all',
        baseline: '66.6 regular expressions',
        target: 82,
      },
      {
        label: 'speakers right when named',
        name: 'speakers right when named',
        baseline: '90.1 regular expressions',
        target: 92,
      },
      {
        label: 'name in the text: speaker right',
        name: 'name in the text: speaker right',
        baseline: '–',
        target: 80,
      },
    ],
  },
  {
    kind: 'question',
    data: 'SQuAD 2.0, 500 questions over whole articles',
    file: 'squad2/dev.jsonl.gz',
    times: 100,
    figures: [
      { label: 'hit', name: 'hit', baseline: '72.0 BM25, 21.6 with full coverage', target: 50 },
      { label: 'refused', name: 'refused', baseline: '0 BM25, 90.0 with full coverage', target: Number.NaN },
      { label: 'balanced', name: 'balanced', baseline: '36.0 BM25, 55.8 with full coverage', target: 59 },
      { label: 'right passage shown', name: 'right passage shown', baseline: '72.0 BM25', target: 78 },
    ],
  },
  {
    kind: 'comments',
    data: 'KPA-2021, 4 topics, 932 comments',
    file: 'kpa2021/dev.jsonl.gz',
    times: 100,
    figures: [
      { label: 'B-cubed F1', name: 'b3 f1', baseline: '49.8 tf-idf with average link', target: 58 },
      {
        label: 'adjusted Rand',
        name: 'adjusted rand',
        baseline: '29.7 tf-idf with average link',
        target: 36,
      },
    ],
  },
  {
    kind: 'check',
    data: 'SummEdits, 390 claims about 12 news texts',
    file: 'summedits_news/dev.jsonl.gz',
    times: 100,
    figures: [
      { label: 'says so, rightly', name: 'says so, rightly', baseline: '–', target: 95 },
      { label: 'contradicts, rightly', name: 'contradicts, rightly', baseline: '–', target: 90 },
      { label: 'left open', name: 'unclear', baseline: '–', target: 50, isMost: true },
      { label: 'true claims, called so', name: 'true claims, called so', baseline: '–', target: Number.NaN },
      {
        label: 'false claims, not called true',
        name: 'false claims, not called true',
        baseline: '–',
        target: Number.NaN,
      },
    ],
  },
  {
    kind: 'prove',
    data: '921 sentences that 12 models wrote about 50 news texts',
    file: 'llm_summaries/dev.jsonl.gz',
    times: 100,
    figures: [
      { label: 'true shown', name: 'true shown', baseline: '86.4 word coverage', target: 92 },
      { label: 'false shown', name: 'false shown', baseline: '56.5 word coverage', target: 70, isMost: true },
      { label: 'true proven', name: 'true proven', baseline: '10.6 words in their order', target: 12 },
      {
        label: 'false proven',
        name: 'false proven',
        baseline: '0.0 words in their order',
        target: 0,
        isMost: true,
      },
    ],
  },
  {
    kind: 'prove',
    data: '33 statements made of the words of 3 made-up texts',
    file: 'recombinations/dev.jsonl',
    times: 100,
    figures: [
      { label: 'true shown', name: 'true shown', baseline: '–', target: 90 },
      { label: 'false shown', name: 'false shown', baseline: '–', target: 30, isMost: true },
      {
        label: 'false proven',
        name: 'false proven',
        baseline: '5.6 words in their order',
        target: 0,
        isMost: true,
      },
    ],
  },
];

/**
 * The data sets for reading web pages; if `of` is given, the scorer counts strings and `of` names the total.
 */
export const pageSets: readonly { kind: string; data: string; figures: readonly PageFigure[] }[] = [
  {
    kind: 'article',
    data: '90 news pages (article-extraction-benchmark)',
    figures: [
      {
        label: 'F1 over four-word shingles',
        name: 'f1',
        baseline: '0.951 trafilatura, 0.941 readability.js, 0.916 defuddle',
        target: 0.955,
      },
      { label: 'precision', name: 'precision', baseline: '–' },
      { label: 'recall', name: 'recall', baseline: '–' },
      { label: 'pages read', name: 'read', of: 'pages', baseline: '–' },
    ],
  },
  {
    kind: 'comments',
    data: '82 pages with comments (trafilatura’s tests)',
    figures: [
      {
        label: 'comment strings found in a comment',
        name: 'found in a comment',
        of: 'comment strings',
        baseline: '–',
        target: 0.8,
      },
      {
        label: 'comment strings wrongly in the article',
        name: 'wrongly in the article',
        of: 'comment strings',
        baseline: '–',
        most: 0.05,
      },
      { label: 'article strings found', name: 'found in the article', of: 'article strings', baseline: '–' },
      {
        label: 'boilerplate let in',
        name: 'boilerplate let in',
        of: 'boilerplate strings',
        baseline: '–',
        most: 0.1,
      },
    ],
  },
];

export interface PageFigure {
  readonly label: string;
  readonly name: string;
  readonly of?: string;
  readonly baseline: string;
  readonly target?: number;
  readonly most?: number;
}
