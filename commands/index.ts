import type { Command } from '../src/discord/command.ts';
import about from './about.ts';
import articles from './articles.ts';
import ask from './ask.ts';
import check from './check.ts';
import comments from './comments.ts';
import digest from './digest.ts';
import discuss from './discuss.ts';
import feed from './feed.ts';
import feedback from './feedback.ts';
import { createHelpCommand } from './help.ts';
import library from './library.ts';
import privacy from './privacy.ts';
import quotes from './quotes.ts';
import settings from './settings.ts';
import summary from './summary.ts';
import usage from './usage.ts';

const otherCommands: readonly Command[] = [
  articles,
  summary,
  quotes,
  comments,
  ask,
  check,
  discuss,
  digest,
  feed,
  feedback,
  library,
  settings,
  usage,
  about,
  privacy,
];

/** The list of all commands, from which registration, dispatch, help and the README's table are generated. */
export const commands: readonly Command[] = [...otherCommands, createHelpCommand(otherCommands)];
