import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
const target = process.env.BACKEND_URL ?? 'http://127.0.0.1:3000';
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), withoutInlineStyles(), withDiagramFrame()],
  resolve: {
    tsconfigPaths: true,
    // Their versions for browsers let `innerHTML` do the work, which Trusted Types forbid. This file's are Node's.
    alias: Object.fromEntries(
      ['decode-named-character-reference', 'hast-util-from-html-isomorphic'].map((name) => [
        name,
        fileURLToPath(import.meta.resolve(name)),
      ]),
    ),
  },
  // No inlined assets: the CSP lets fonts come from 'self' only, not from data: URLs.
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    // The protocol's zod parser is the server's business; without this the page would carry it.
    rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /libs\/chat-protocol/, sideEffects: false }] } },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: { '/api': { target, ws: true, changeOrigin: false } },
  },
});

/** Sonner would insert its styles as an element, which the CSP forbids; the page imports them as a file. */
function withoutInlineStyles(): Plugin {
  return {
    name: 'without-inline-styles',
    transform: {
      filter: { id: /\/sonner\/dist\/index\.mjs$/ },
      handler: (code) => {
        const without = code.replace(/^__insertCSS\(.*$/m, '');
        if (without === code) throw new Error('Sonner inserts its styles in another way than it did');
        return without;
      },
    },
  };
}

/** The frame that draws diagrams is a page of its own, beside the one that is built. */
function withDiagramFrame(): Plugin {
  return {
    name: 'with-diagram-frame',
    config: ({ root = '' }) => ({
      build: { rolldownOptions: { input: ['index.html', 'diagram.html'].map((page) => resolve(root, page)) } },
    }),
  };
}
