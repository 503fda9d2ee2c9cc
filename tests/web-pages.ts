/** A reader's comment on a page that imitates WordPress, with text written for the tests. */
export interface PageComment {
  readonly author: string;
  readonly text: string;
  readonly replies?: readonly PageComment[];
}

export interface Story {
  readonly headline: string;
  readonly paragraphs: readonly string[];
  readonly comments?: readonly PageComment[];
  readonly head?: string;
  readonly canonical?: string;
}

const said =
  `old people remember winters when nobody could cross before noon because ice lay over every plank and rope while children waited
  with sledges near bakery doors hoping somebody would bring warm bread or news about school which seldom came until market day though
  farmers brought cheese apples wool candles letters from distant cousins and once even a small brown bear wearing bells`.split(
    /\s+/,
  );

/** Words in an order unique to this subject. */
function distinctWordsOf(subject: string): string {
  let seed = [...subject].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 99_991, 7);
  const next = () => {
    seed = (seed * 75 + 74) % 65_537;
    return said[seed % said.length];
  };
  return `Asked what they remember of the ${subject}, readers wrote: ${Array.from({ length: 60 }, next).join(' ')}.`;
}

/** A story on a subject, long enough to be an article and different from the others. */
export function createStory(subject: string, extra: Partial<Story> = {}): Story {
  const s = subject;
  return {
    headline: `What the town decided about the ${s}`,
    paragraphs: [
      `After two evenings of debate the council voted on Thursday to keep the ${s} open for another season, with nine members in favour, four against and two who left before the count.`,
      `“We have listened to everybody who uses the ${s}, and nobody asked us to close it,” said Maria Oduya, who chairs the committee that looks after the ${s} and its ${s} keepers.`,
      `Repairs to the ${s} begin in May. They are expected to cost 84,000 pounds, of which a third comes from a collection that the friends of the ${s} began two winters ago in the library.`,
      `Opponents say that the money for the ${s} would be better spent on the road past the school, which floods each November and was closed for eleven days last year.`,
      distinctWordsOf(s),
      `The council meets again in three weeks, when it will be told how many volunteers have signed up to paint the ${s} and where the ${s} tools are to be kept.`,
    ],
    ...extra,
  };
}

let comment = 0;

function formatComment({ author, text, replies = [] }: PageComment, depth: number): string {
  comment += 1;
  const children =
    replies.length === 0
      ? ''
      : `<ol class="children">${replies.map(reply => formatComment(reply, depth + 1)).join('\n')}</ol>`;
  return `<li id="comment-${comment}" class="comment even thread-even depth-${depth} ${replies.length > 0 ? 'parent' : ''}">
  <article id="div-comment-${comment}" class="comment-body">
    <footer class="comment-meta">
      <div class="comment-author vcard"><img alt="" src="/avatar.png" class="avatar"> <b class="fn">${author}</b> <span class="says">says:</span></div>
      <div class="comment-metadata"><a href="#comment-${comment}"><time datetime="2026-03-02T12:00:00+00:00">March 2, 2026 at 12:00 pm</time></a></div>
    </footer>
    <div class="comment-content"><p>${text}</p></div>
    <div class="reply"><a rel="nofollow" class="comment-reply-link" href="?replytocom=${comment}#respond">Reply</a></div>
  </article>
  ${children}
</li>`;
}

export function createWordpressPage({
  headline,
  paragraphs,
  comments = [],
  head = '',
  canonical,
}: Story): string {
  comment = 0;
  const list = comments.map(item => formatComment(item, 1)).join('\n');
  return `<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="UTF-8"><title>${headline} – The Harbour Gazette</title>
${canonical === undefined ? '' : `<link rel="canonical" href="${canonical}">`}
<meta property="og:type" content="article"><meta property="og:title" content="${headline}"><meta property="og:site_name" content="The Harbour Gazette">
<meta property="article:published_time" content="2026-03-02T09:30:00+00:00"><meta name="author" content="Ines Whitlock">
<link rel="alternate" type="application/rss+xml" title="The Harbour Gazette &raquo; Feed" href="/feed">
<link rel="alternate" type="application/rss+xml" title="The Harbour Gazette &raquo; Comments Feed" href="/comments/feed">
${head}</head>
<body class="single single-post">
<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main id="main"><article class="post type-post"><header class="entry-header"><h1 class="entry-title">${headline}</h1>
<div class="entry-meta"><span class="byline">by <a class="url fn n" href="/author/ines">Ines Whitlock</a></span></div></header>
<div class="entry-content">${paragraphs.map(text => `<p>${text}</p>`).join('\n')}</div></article>
<div id="comments" class="comments-area"><h2 class="comments-title">${comments.length} thoughts on “${headline}”</h2>
<ol class="comment-list">${list}</ol>
<div id="respond" class="comment-respond"><h3 id="reply-title">Leave a Reply</h3><form><textarea name="comment"></textarea></form></div></div></main>
<footer class="site-footer"><p>Proudly powered by a printing press</p></footer></body></html>`;
}

export interface FeedEntry {
  readonly title: string;
  readonly link: string;
  readonly date: string;
  readonly content?: string;
  readonly extra?: string;
  readonly author?: string;
}

export function createRss(entries: readonly FeedEntry[], { channel = '' } = {}): string {
  const items = entries.map(
    ({
      title,
      link,
      date,
      content,
      extra = '',
      author,
    }) => `<item><title>${title}</title><link>${link}</link><guid isPermaLink="false">${link}</guid>
<pubDate>${new Date(date).toUTCString()}</pubDate>${author === undefined ? '' : `<dc:creator><![CDATA[${author}]]></dc:creator>`}<description><![CDATA[A teaser.]]></description>
${content === undefined ? '' : `<content:encoded><![CDATA[${content}]]></content:encoded>`}${extra}</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>The Harbour Gazette</title><link>http://gazette.example/</link><description>News</description>${channel}${items.join('\n')}</channel></rss>`;
}

export function formatParagraphs({ paragraphs }: Story): string {
  return paragraphs.map(text => `<p>${text}</p>`).join('\n');
}
