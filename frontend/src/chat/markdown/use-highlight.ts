import { useEffect, useReducer } from 'react';
import { useIsCodeFenceIncomplete } from 'streamdown';
import { grammarOf, highlight, loadGrammar, type TokenLines } from './highlighter';

/** Coloured lines of a code block; null = show it plain, for now or for good. */
export function useHighlight(code: string, language: string): TokenLines | null {
  const isGrowing = useIsCodeFenceIncomplete();
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const grammar = grammarOf(language);
  const lines = grammar === null ? null : highlight(code, grammar, isGrowing);
  const isMissing = grammar !== null && lines === null;
  useEffect(() => {
    if (!isMissing) return;
    let isMounted = true;
    loadGrammar(grammar).then(
      () => isMounted && rerender(),
      () => {}, // plain code is still readable
    );
    return () => {
      isMounted = false;
    };
  }, [grammar, isMissing]);
  return lines;
}
