/** The attributes of all tags of this name in a page's head (see `decodeHead`), names in lower case, comments skipped. */
export function findHeadTags(html: string, tag: 'meta' | 'link'): Record<string, string>[] {
  const head = html
    .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    .replace(/<script\b[\s\S]*?(?:<\/script\s*>|$)/gi, '')
    .replace(/<style\b[\s\S]*?(?:<\/style\s*>|$)/gi, '');
  const tags = head.match(new RegExp(`<${tag}\\b[^>]{0,2000}`, 'gi')) ?? [];
  return tags.map(text => {
    const pairs = text.matchAll(/(?<![\w:-])([\w:-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g);
    return Object.fromEntries(
      Array.from(pairs, ([, name = '', double, single, bare]) => [
        name.toLowerCase(),
        unescapeHtml(double ?? single ?? bare ?? ''),
      ]),
    );
  });
}

function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|#38|#x26);/gi, '&');
}
