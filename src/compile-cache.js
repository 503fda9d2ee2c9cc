import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Kept from one start to the next: without TypeScript to strip and JavaScript to compile, a start takes a
// quarter less time and 14 MB less memory. Where the folder cannot be written Node goes on without it. Loaded
// by `--import`, for the cache serves what is loaded after it.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/standfirst'));
