/** The package's schemas come without types; schemas.ts types them. */
declare module 'discord-api-spec/zod';
