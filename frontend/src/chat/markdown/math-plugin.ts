import 'katex/dist/katex.min.css';
import { createMathPlugin } from '@streamdown/math';
import type { MathPlugin } from 'streamdown';

const plugin = createMathPlugin({ errorColor: 'var(--muted-foreground)' });
const [rehypeKatex, options] = plugin.rehypePlugin as [never, object];

/** Formulas by KaTeX, kept from filling the screen (sizes in em) or the processor (macros), whatever an answer asks for. */
export const mathPlugin: MathPlugin = {
  ...plugin,
  rehypePlugin: [rehypeKatex, { ...options, maxSize: 20, maxExpand: 300, strict: 'ignore', trust: false }],
};
