import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createMemo, hashOf } from '../memo.ts';
import type { Reply } from './types.ts';

/** How many recently drawn pictures are cached, because many members look at the same ones. */
const MAX_CACHED = 32;
const images = createMemo<Promise<Uint8Array>>({ entries: MAX_CACHED });

const fonts = ['400Regular/NotoSans_400Regular.ttf', '600SemiBold/NotoSans_600SemiBold.ttf'].map(file =>
  fileURLToPath(import.meta.resolve(`@expo-google-fonts/noto-sans/${file}`)),
);

/** Draws a picture as PNG, in a thread of the rendering library with the bundled font alone. */
export function drawChart(svg: string): Promise<Uint8Array> {
  const key = hashOf(svg);
  const image = images.getOrCreate(key, () => renderPng(svg));
  image.catch(() => images.delete(key));
  return image;
}

async function renderPng(svg: string): Promise<Uint8Array> {
  // loaded with the first picture, so that it costs nothing until one is drawn
  const { renderAsync } = await import('@resvg/resvg-js');
  const font = { loadSystemFonts: false, fontFiles: fonts, defaultFontFamily: 'Noto Sans' };
  return (await renderAsync(svg, { font })).asPng();
}

/** The reply with its picture attached as a file, or without it if that is not allowed or drawing fails. */
export async function attachImage(
  reply: Reply,
  { mayAttach, log }: { mayAttach: boolean; log: Logger },
): Promise<Reply> {
  const { image, ...rest } = reply;
  if (!image) return reply;
  if (!mayAttach) return rest;
  try {
    const { name, svg, description } = image;
    return { ...reply, files: [{ name, description, bytes: await drawChart(svg) }] };
  } catch (error) {
    log.warn({ err: error }, 'a picture could not be drawn, the message goes without it');
    return rest;
  }
}
