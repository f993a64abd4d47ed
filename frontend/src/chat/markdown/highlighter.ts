import { createHighlighterCore, type HighlighterCore, type LanguageRegistration, type ThemedToken } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';

const LANGUAGES: Record<string, () => Promise<{ default: LanguageRegistration[] }>> = {
  bash: () => import('shiki/langs/bash.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  markdown: () => import('shiki/langs/markdown.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
};
const ALIASES: Record<string, string> = {
  js: 'javascript',
  jsx: 'tsx',
  md: 'markdown',
  py: 'python',
  rs: 'rust',
  sh: 'bash',
  shell: 'bash',
  ts: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
};
/** The high-contrast pair: github-light reaches only 3.4:1 on a tinted block. */
const THEMES = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' };
const MAX_CACHED = 200;

export type TokenLines = ThemedToken[][];

let core: Promise<HighlighterCore> | undefined;
const ready = new Map<string, HighlighterCore>();
const cache = new Map<string, TokenLines>();

/** The grammar that colours a fence's language; null = none, the code is shown plain. */
export function grammarOf(language: string): string | null {
  const name = language.toLowerCase();
  const grammar = ALIASES[name] ?? name;
  return Object.hasOwn(LANGUAGES, grammar) ? grammar : null;
}

/** Coloured lines, or null while the grammar is not loaded. `isGrowing` code is not worth remembering. */
export function highlight(code: string, grammar: string, isGrowing: boolean): TokenLines | null {
  const key = `${grammar} ${code}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const lines = ready.get(grammar)?.codeToTokens(code, { lang: grammar, themes: THEMES, defaultColor: false }).tokens;
  if (lines === undefined) return null;
  if (isGrowing) return lines;
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, lines);
  return lines;
}

/** Loads a grammar from `grammarOf`. */
export async function loadGrammar(grammar: string): Promise<void> {
  core ??= createHighlighterCore({
    engine: createJavaScriptRegexEngine({ forgiving: true }),
    themes: [
      import('shiki/themes/github-light-high-contrast.mjs'),
      import('shiki/themes/github-dark-high-contrast.mjs'),
    ],
    langs: [],
  });
  const highlighter = await core;
  await highlighter.loadLanguage((await LANGUAGES[grammar]()).default);
  ready.set(grammar, highlighter);
}
