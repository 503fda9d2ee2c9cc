import { probeModel } from '../../engines/openai/probe.ts';
import type { AppSettings } from '../../env.ts';
import { createLog } from '../../log.ts';
import type { Check, Finding } from './check.ts';

type ModelSettings = Parameters<typeof probeModel>[0];

/** Checks whether each model server is reachable, has the model and answers as expected. */
export function createModelChecks({ model }: AppSettings): Check[] {
  if (model === null)
    return [
      {
        what: 'Model',
        run: async () => [{ outcome: 'note', found: 'none is set, so the built-in engine answers' }],
      },
    ];
  const { check } = model;
  return [
    { what: 'Model', run: () => checkModel(model, 'OPENAI') },
    ...(check ? [{ what: 'Second look', run: () => checkModel(check, 'CHECK') }] : []),
  ];
}

type Found = Omit<Finding, 'what'>;

const MODE_NAMES = {
  json_schema: 'a JSON schema',
  json_object: 'plain JSON, for the server knows no schema',
  text: 'words alone, for the server knows neither a schema nor JSON',
} as const;

/** The maximum number of available models that are named if the configured one is missing. */
const MAX_NAMED = 5;

async function checkModel(settings: ModelSettings, prefix: 'OPENAI' | 'CHECK'): Promise<readonly Found[]> {
  const { model, baseUrl } = settings;
  const probe = await probeModel(settings, createLog('silent'));
  if ('failure' in probe) return [describeNoReply(probe, { model, prefix, baseUrl })];
  const time = `${probe.seconds.toFixed(1)} s`;
  if (probe.colour === null)
    return [
      {
        outcome: 'warning',
        found: `“${model}” answers in ${time}, but not in the form that was asked for`,
        todo: 'take a model that follows a JSON schema (docs/models.md)',
      },
    ];
  const isRight = probe.colour.toLowerCase().includes('red');
  return [
    { outcome: 'fine', found: `“${model}” answers in ${time}, asked with ${MODE_NAMES[probe.mode]}` },
    ...(isRight
      ? []
      : [
          {
            outcome: 'warning' as const,
            found: `asked which colour a red boat has, it says “${probe.colour.slice(0, 40)}”`,
            todo: 'a larger model answers better',
          },
        ]),
  ];
}

/** Explains why there was no answer: the server does not have the model, or else the error it returned. */
function describeNoReply(
  { failure, models }: { failure: string; models: readonly string[] | null },
  { model, prefix, baseUrl }: { model: string; prefix: string; baseUrl: string | null },
): Found {
  if (models === null || models.length === 0 || models.includes(model))
    return {
      outcome: 'fault',
      found: failure,
      todo: `look at ${prefix}_BASE_URL (${baseUrl ?? 'not set: OpenAI'}), ${prefix}_API_KEY and docs/models.md`,
    };
  return {
    outcome: 'fault',
    found: `${failure}; the server lists no “${model}”, but ${models.slice(0, MAX_NAMED).join(', ')}`,
    todo: `set ${prefix}_MODEL to one that it has`,
  };
}
