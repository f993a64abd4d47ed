// Bundles the rig: `backend/test/chaos/run.ts` with our libs inside and node_modules outside, for plain Node.
import { resolve } from 'node:path';

/** @type {import('vite').UserConfig} */
export default {
  root: resolve(import.meta.dirname, '../../..'),
  resolve: { tsconfigPaths: true },
  build: {
    ssr: 'backend/test/chaos/run.ts',
    outDir: 'dist-chaos',
    emptyOutDir: false,
    sourcemap: true,
    target: 'node22',
  },
};
