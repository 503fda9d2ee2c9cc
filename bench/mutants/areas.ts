/**
 * The areas where an unnoticed change does most harm: what proves answers, costs money, is stored, or
 * controls access.
 */
export const AREAS: Readonly<Record<string, readonly string[]>> = {
  verification: ['src/answers/verification'],
  'answers/service': ['service', 'generation', 'stored-answers', 'answer-request', 'key', 'cache'].map(
    name => `src/answers/${name}.ts`,
  ),
  i18n: ['src/i18n'],
  usage: ['src/usage'],
  digests: ['src/digests'],
  storage: ['src/storage'],
  access: ['src/discord/access.ts'],
  'render/text': ['src/discord/render/text.ts'],
  fetch: ['src/web/fetch.ts', 'src/web/guarded-agent.ts'],
};
