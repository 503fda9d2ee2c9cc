/** The parts of emoji: removing them leaves nothing of 👍🏽, 1️⃣, 🇫🇷 or ❤️. */
const EMOJI = /\p{RGI_Emoji}|\p{Extended_Pictographic}|[\s\u{fe0f}]/gv;
const EMOJI_NAME =
  /(?:^|[\s_-])(?:emoji\w*|emoticon\w*|smil(?:ey|ie|y)s?|twemoji|emojione|joypixels|wp-smiley|noto-emoji)(?:$|[\s_-])/i;
const EMOJI_PATH = /(?:emoji|emoticon|smil(?:ey|ie)s?)/i;
const CODE_POINTS =
  /(?:^|[/_-])u?([\da-f]{4,5}(?:[-_][\da-f]{2,5}){0,8})(?:\.[\da-f]{6,40})?\.(?:png|svg|gif|webp)(?:[?#]|$)/i;
const MAX_LENGTH = 40;

/** The emoji or smiley that an image represents; empty for other images. */
export function emojiOf(attribute: (name: string) => string | null | undefined): string {
  const alt = (attribute('alt') ?? '').trim();
  if (alt.length > MAX_LENGTH) return '';
  if (isEmoji(alt)) return alt;
  const source = (attribute('src') ?? attribute('data-src') ?? '').slice(-300);
  const isNamed =
    EMOJI_NAME.test(attribute('class') ?? '') ||
    EMOJI_PATH.test(source) ||
    attribute('data-emoji') != null ||
    /emoji/i.test(attribute('itemtype') ?? '');
  if (!isNamed) return '';
  return (
    alt ||
    emojiFromUrl(source) ||
    (attribute('title') ?? attribute('data-emoji') ?? '').trim().slice(0, MAX_LENGTH)
  );
}

/** Reads the emoji from the file name of an emoji image, its code points: `1f468-200d-1f33e.svg`. */
function emojiFromUrl(source: string): string {
  const points =
    CODE_POINTS.exec(source)?.[1]
      ?.split(/[-_]/)
      .map(point => Number.parseInt(point, 16)) ?? [];
  const drawn = points.every(point => point <= 0x10ffff) ? String.fromCodePoint(...points) : '';
  return isEmoji(drawn) ? drawn : '';
}

function isEmoji(text: string): boolean {
  return text !== '' && text.replace(EMOJI, '') === '';
}
