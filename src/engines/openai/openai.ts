import type { Logger } from 'pino';
import type { Engine } from '../engine.ts';
import { createArticleReader } from './article-reader.ts';
import { createModelClient, type ModelSettings } from './client.ts';
import { createIdentity } from './identity.ts';
import { withoutDelivery } from './request.ts';
import { createLookQuestion, createSecondLook } from './second-look.ts';

export type { ModelSettings } from './client.ts';

/** The model that answers, and the one that reviews statements it worded itself. */
export interface EngineSettings extends ModelSettings {
  /** Null or absent disables the second look. */
  readonly check?: ModelSettings | null | undefined;
}

/** Creates an engine for any server with OpenAI's chat completions API. */
export function createOpenAiEngine({ check, ...settings }: EngineSettings, log: Logger): Engine {
  const client = createModelClient(settings, log);
  const reader = createArticleReader(client);
  const looking = check ? createModelClient(check, log) : null;
  const look = check &&
    looking && {
      ...bearingOf(check),
      request: withoutDelivery(looking.createRequest(createLookQuestion([]))),
    };
  return {
    name: 'openai',
    isPaid: true,
    translates: true,
    heedsComplaints: true,
    identity: createIdentity(client.createRequest, ({ statements }) => [
      bearingOf(settings),
      ...(statements && look ? [look] : []),
    ]),
    estimate: reader.estimate,
    draft: (recipe, article, options, how = {}) => reader.draft(recipe, article, options, how),
    repair: reader.repair,
    ...(looking && { secondLook: createSecondLook(looking) }),
  };
}

/** The settings that affect answers: all but the key and the timeout. */
function bearingOf({ apiKey: _, timeout: __, ...bearing }: ModelSettings): object {
  return bearing;
}
