// `npm run dev`: the Nest CLI in watch mode and the Vite dev server, whose page talks to it through a proxy.
import './require-node.mjs';
import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import concurrently from 'concurrently';

const page = 'http://127.0.0.1:5173';
const { PORT = '3000' } = { ...(existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}), ...process.env };
const env = { PUBLIC_ORIGINS: `${page},http://localhost:5173`, LOG_FORMAT: 'pretty', ...process.env };
const pageEnv = { BACKEND_URL: `http://127.0.0.1:${PORT}`, ...process.env };
console.log(`The page will be at ${page}`);
const { result } = concurrently(
  [
    // --no-shell: otherwise the old process may still hold the database folder when the new one starts.
    { name: 'server', command: 'nest start backend --watch --no-shell', env },
    { name: 'page', command: 'vite frontend', env: pageEnv },
  ],
  { prefixColors: 'auto', killOthersOn: ['failure', 'success'] },
);
await result.catch(() => process.exit(1));
