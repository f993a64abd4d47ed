// Bundles the attacks: `backend/test/attacks/run.ts` with our libs inside and node_modules outside, for plain Node.
import { resolve } from 'node:path';

/** @type {import('vite').UserConfig} */
export default {
  root: resolve(import.meta.dirname, '../../..'),
  resolve: { tsconfigPaths: true },
  build: {
    ssr: 'backend/test/attacks/run.ts',
    outDir: 'dist-attacks',
    emptyOutDir: false,
    sourcemap: true,
    target: 'node22',
  },
};
