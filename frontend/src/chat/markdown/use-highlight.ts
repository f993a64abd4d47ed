import { useEffect, useReducer } from 'react';
import { useIsCodeFenceIncomplete } from 'streamdown';
import { grammarOf, highlight, loadGrammar, type TokenLines } from './highlighter';

/** Growing code is coloured again with each update; beyond this it stays plain until it is complete. */
const MAX_GROWING_CHARACTERS = 12_000;

/** Coloured lines of a code block; null = show it plain, for now or for good. */
export function useHighlight(code: string, language: string): TokenLines | null {
  const isGrowing = useIsCodeFenceIncomplete();
  const [, rerender] = useReducer((count: number) => count + 1, 0);
  const grammar = grammarOf(language);
  const isTooMuch = isGrowing && code.length > MAX_GROWING_CHARACTERS;
  const lines = grammar === null || isTooMuch ? null : highlight(code, grammar, isGrowing);
  const isMissing = grammar !== null && !isTooMuch && lines === null;
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
