import {
  createHighlighterCore,
  type GrammarState,
  type HighlighterCore,
  type LanguageRegistration,
  type ThemedToken,
} from 'shiki/core';
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
/** A line without an end is coloured again with each of its words: up to here, in characters. */
const MAX_OPEN_CHARACTERS = 2_000;

export type TokenLines = ThemedToken[][];

let core: Promise<HighlighterCore> | undefined;
const ready = new Map<string, HighlighterCore>();
const cache = new Map<string, TokenLines>();

/** The whole lines of the code that was coloured last, and where its grammar stands after them. */
interface Grown {
  grammar: string | null;
  code: string;
  lines: TokenLines;
  state: GrammarState | undefined;
}
const NOTHING: Grown = { grammar: null, code: '', lines: [], state: undefined };
let grown = NOTHING;

/** The grammar that colours a fence's language; null = none, the code is shown plain. */
export function grammarOf(language: string): string | null {
  const name = language.toLowerCase();
  const grammar = ALIASES[name] ?? name;
  return Object.hasOwn(LANGUAGES, grammar) ? grammar : null;
}

/**
 * Coloured lines, or null while the grammar is not loaded. Code that grew since the last call is coloured from there on:
 * the lines before are the same objects. A token's `offset` tells it from others of its line, no more.
 *
 * @param isGrowing not worth remembering for good
 */
export function highlight(code: string, grammar: string, isGrowing: boolean): TokenLines | null {
  const key = `${grammar} ${code}`;
  const cached = cache.get(key);
  if (cached !== undefined) return cached;
  const highlighter = ready.get(grammar);
  if (highlighter === undefined) return null;
  const lines = colour(highlighter, code, grammar);
  if (isGrowing) return lines;
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, lines);
  return lines;
}

function colour(highlighter: HighlighterCore, code: string, grammar: string): TokenLines {
  const tokensOf = (text: string, grammarState: GrammarState | undefined) =>
    highlighter.codeToTokens(text, { lang: grammar, themes: THEMES, defaultColor: false, grammarState });
  const isMore = grown.grammar === grammar && code.startsWith(grown.code);
  const { code: before, lines, state } = isMore ? grown : NOTHING;
  const whole = code.slice(0, code.lastIndexOf('\n') + 1);
  if (whole.length > before.length) {
    const { tokens, grammarState } = tokensOf(whole.slice(before.length, -1), state);
    grown = { grammar, code: whole, lines: [...lines, ...tokens], state: grammarState };
  } else if (!isMore) {
    grown = NOTHING;
  }
  const open = code.slice(whole.length);
  const last =
    open.length > MAX_OPEN_CHARACTERS ? [[{ content: open, offset: 0 }]] : tokensOf(open, grown.state).tokens;
  return [...grown.lines, ...last];
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
