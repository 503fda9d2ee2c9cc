import { cpSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readAsJavaScript, root, writePreview, writeText } from './javascript.ts';

/**
 * Run by `npm pack`: writes `dist/`, the program as JavaScript, because Node does not strip types from files
 * under `node_modules`. Nothing is bundled or minified. The preview, which is a development dependency in a
 * checkout, is included with the one file of Discord's schemas that it needs.
 */
const target = join(root, 'dist');
const PREVIEW = 'preview/src/preview.js';
const SCHEMAS = 'preview/discord-api-spec/schemas.js';

/**
 * Replaces the commands that operators are told to type, since `npm run` needs a checkout. Catalogs change with
 * the code.
 */
function renameCommands(text: string): string {
  return text
    .replaceAll(/npm run (?:-s )?standfirst --/g, 'npx standfirst')
    .replaceAll('npm start', 'npx standfirst');
}

rmSync(target, { recursive: true, force: true });
for (const file of globSync('{src,commands}/**/*.{ts,js,json}', { cwd: root })) {
  const preview = relative(dirname(file), PREVIEW);
  const code = renameCommands(readAsJavaScript(file)).replace("'discord-preview'", `'${preview}'`);
  writeText(join(target, file.replace(/\.ts$/, '.js')), code);
}
for (const file of globSync('src/**/*.{bin,wasm}', { cwd: root }))
  cpSync(join(root, file), join(target, file));
writePreview(join(target, 'preview'), code =>
  code.replace("'discord-api-spec/zod'", `'${relative(dirname(PREVIEW), SCHEMAS)}'`),
);
const spec = join(root, 'node_modules/discord-api-spec');
cpSync(join(spec, 'build/discord-api-spec.zod.js'), join(target, SCHEMAS));
cpSync(join(spec, 'LICENSE'), join(target, dirname(SCHEMAS), 'LICENSE'));
cpSync(join(root, 'data/articles'), join(target, 'data/articles'), { recursive: true });
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  string,
  string
>;
writeText(join(target, 'package.json'), `${JSON.stringify({ name, version, type: 'module' })}\n`);
