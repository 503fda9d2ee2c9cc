import { createRequire } from 'node:module';
import { ROBOT_NAME } from './opt-out.ts';

interface RobotsRules {
  isAllowed(url: string, robot?: string): boolean | undefined;
  getCrawlDelay(robot?: string): number | undefined;
}

// its types describe a default export that its CommonJS build does not have
const parseRobots = createRequire(import.meta.url)('robots-parser') as (
  url: string,
  text: string,
) => RobotsRules;

/** What a robots.txt says about one page. */
export interface RobotsAnswer {
  readonly isAllowed: boolean;
  /** Seconds to wait between two pages; 0 if nothing is said. */
  readonly crawlDelay: number;
}

/** Reads the robots.txt of a page's host. It may be crafted to take forever, so call it in a worker. */
export function readRobots(text: string, url: string): RobotsAnswer {
  const rules = parseRobots(new URL('/robots.txt', url).href, text);
  return {
    isAllowed: rules.isAllowed(url, ROBOT_NAME) !== false,
    crawlDelay: rules.getCrawlDelay(ROBOT_NAME) || 0,
  };
}
