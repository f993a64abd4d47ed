// Bundles the benchmarks: the run, the model and each contender's server, with node_modules outside, for plain Node.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

const servers = readdirSync(resolve(import.meta.dirname, 'servers')).filter(
  (name) => !/^(announce|model)\./.test(name),
);

/** @type {import('vite').UserConfig} */
export default {
  root: resolve(import.meta.dirname, '../..'),
  resolve: { tsconfigPaths: true },
  build: {
    ssr: true,
    rolldownOptions: {
      input: ['run.ts', 'model-server.ts', 'collect.ts', ...servers.map((name) => `servers/${name}`)].map((name) =>
        resolve(import.meta.dirname, name),
      ),
    },
    outDir: 'dist-bench',
    emptyOutDir: false,
    target: 'node22',
  },
};
