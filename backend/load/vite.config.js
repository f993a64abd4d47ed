// Bundles the load driver: the run, its generators and the model, with node_modules outside, for plain Node.
import { resolve } from 'node:path';

/** @type {import('vite').UserConfig} */
export default {
  root: resolve(import.meta.dirname, '../..'),
  resolve: { tsconfigPaths: true },
  build: {
    ssr: true,
    rolldownOptions: {
      input: ['load/run.ts', 'load/generator.ts', 'bench/model-server.ts'].map((name) =>
        resolve(import.meta.dirname, '..', name),
      ),
    },
    outDir: 'dist-load',
    emptyOutDir: false,
    target: 'node22',
  },
};
