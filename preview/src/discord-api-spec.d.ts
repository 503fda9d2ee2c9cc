/** The package's schemas come without types; schemas.ts gives them one. */
declare module 'discord-api-spec/zod';
