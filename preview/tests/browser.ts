import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

const debian = '/usr/bin/chromium';

/** Where Debian's chromium is, or null: tests in a browser are then skipped by name. */
export const chromiumPath = existsSync(debian) ? debian : null;

/** What a skipped test says it lacks. */
export const NEEDS_CHROMIUM = 'needs Debian’s chromium';

/**
 * A browser without a window, with an empty profile of its own, that asks nothing of the network by itself.
 */
export async function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error(`A test in the browser ${NEEDS_CHROMIUM} at ${debian}.`);
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Where a screenshot is kept; git ignores the folder. */
export function artifactPathOf(name: string): string {
  const folder = fileURLToPath(new URL('../../tests/artefacts/', import.meta.url));
  mkdirSync(folder, { recursive: true });
  return `${folder}${name}`;
}
