import { useEffect, useState } from 'react';
import type { Drawing } from './draw-diagram';

interface DiagramState {
  /** null = none yet, or there is none. */
  drawing: Drawing | null;
  /** Why there is none, in Mermaid's words, which may be empty; null = nothing is wrong. */
  problem: string | null;
}

const NOTHING: DiagramState = { drawing: null, problem: null };

/** The drawing of a finished diagram; `code` null = it is not finished. */
export function useDiagram(code: string | null, isDark: boolean): DiagramState {
  const [drawn, setDrawn] = useState<DiagramState & { code: string | null }>({ ...NOTHING, code: null });
  useEffect(() => {
    if (code === null) return;
    let isMounted = true;
    const show = (state: DiagramState) => isMounted && setDrawn({ ...state, code });
    import('./draw-diagram').then(
      ({ drawDiagram, NoDiagram }) =>
        drawDiagram(code, isDark).then(
          (drawing) => show({ drawing, problem: null }),
          (error: unknown) => show({ drawing: null, problem: error instanceof NoDiagram ? error.message : '' }),
        ),
      () => {}, // the page is offline: the code stays
    );
    return () => {
      isMounted = false;
    };
  }, [code, isDark]);
  return drawn.code === code ? drawn : NOTHING;
}
