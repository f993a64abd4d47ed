// Bundles the measurement: `run.ts` with our libs inside and node_modules outside, for plain Node. As deep as backend/test, so that paths of the tests hold.
import { resolve } from 'node:path';

/** @type {import('vite').UserConfig} */
export default {
  root: resolve(import.meta.dirname, '../../..'),
  resolve: { tsconfigPaths: true },
  build: {
    ssr: 'backend/test/page-performance/run.ts',
    outDir: 'dist-page-performance/run',
    emptyOutDir: false,
    target: 'node22',
  },
};
