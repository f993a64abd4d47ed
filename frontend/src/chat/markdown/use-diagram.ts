import { useEffect, useState } from 'react';
import type { Drawing } from './draw-diagram';

/** The drawing of a finished diagram; null = none yet, or what was written is no diagram. */
export function useDiagram(code: string | null, isDark: boolean): Drawing | null {
  const [drawn, setDrawn] = useState<{ code: string; drawing: Drawing } | null>(null);
  useEffect(() => {
    if (code === null) return;
    let isMounted = true;
    import('./draw-diagram')
      .then(({ drawDiagram }) => drawDiagram(code, isDark))
      .then(
        (drawing) => isMounted && setDrawn({ code, drawing }),
        () => {}, // the code it is written in stays
      );
    return () => {
      isMounted = false;
    };
  }, [code, isDark]);
  return drawn?.code === code ? drawn.drawing : null;
}
