import mermaid, { type MermaidConfig } from 'mermaid';
import type { DrawAnswer, DrawRequest } from './messages';

/**
 * Mermaid in a frame of its own: it makes markup of strings, which the page forbids. The frame is sandboxed (an origin of
 * its own, no network), so whatever an answer makes of Mermaid stays in it; the page gets the drawing as text.
 */

/** Fonts that a picture has too; the page's own are not there. */
const FONT = 'ui-sans-serif, system-ui, sans-serif';
const MAX_CHARACTERS = 20_000;
const MAX_PROBLEM_CHARACTERS = 160;

const LIGHT = {
  edgeLabelBackground: '#fdfdfc',
  background: '#fdfdfc',
  primaryColor: '#eef0fb',
  primaryBorderColor: '#8f97d8',
  primaryTextColor: '#24262c',
  secondaryColor: '#f3f2ee',
  secondaryBorderColor: '#c9c7bf',
  tertiaryColor: '#f9f8f5',
  tertiaryBorderColor: '#d9d7cf',
  lineColor: '#6a6d78',
  textColor: '#24262c',
  noteBkgColor: '#fbf4dd',
  noteBorderColor: '#d8c88d',
  noteTextColor: '#24262c',
};
const DARK = {
  edgeLabelBackground: '#111214',
  background: '#111214',
  primaryColor: '#2b2f47',
  primaryBorderColor: '#6f79c9',
  primaryTextColor: '#e9eaee',
  secondaryColor: '#26282d',
  secondaryBorderColor: '#484b54',
  tertiaryColor: '#202226',
  tertiaryBorderColor: '#3b3e46',
  lineColor: '#a2a6b3',
  textColor: '#e9eaee',
  noteBkgColor: '#38331f',
  noteBorderColor: '#6b6136',
  noteTextColor: '#e9eaee',
};

/** `secure`: what a diagram's own directives may not change. */
function configFor(isDark: boolean): MermaidConfig {
  return {
    startOnLoad: false,
    securityLevel: 'strict',
    suppressErrorRendering: true,
    htmlLabels: false,
    look: 'classic',
    maxTextSize: MAX_CHARACTERS,
    maxEdges: 300,
    fontFamily: FONT,
    theme: 'base',
    darkMode: isDark,
    // Half see-through by default: the line would strike its label out.
    themeCSS: '.edgeLabel rect { opacity: 1 }',
    themeVariables: { ...(isDark ? DARK : LIGHT), fontFamily: FONT, fontSize: '14px' },
    secure: [
      'secure',
      'securityLevel',
      'startOnLoad',
      'maxTextSize',
      'maxEdges',
      'suppressErrorRendering',
      'htmlLabels',
      'flowchart.htmlLabels',
      'fontFamily',
      'altFontFamily',
      'themeCSS',
      // A colour that is none would stay in the frame, and fail every diagram drawn after.
      'themeVariables',
      'dompurifyConfig',
    ],
  };
}

/** No diagram needs one: it is shown as text (Mermaid's own way to write `<`). */
const TAG_WITH_ATTRIBUTES = /<(?!br\b)(?=[a-z][\w-]*[\s/][^<]*=)/gi;

/** A node that is a picture: Mermaid would ask for it. The frame's policy forbids that; so it is not even tried. */
const PICTURE_NODE = /@\{[^}]*\bimg["']?\s*:/i;

let last: Promise<unknown> = Promise.resolve();

addEventListener('message', (event: MessageEvent<DrawRequest>) => {
  if (event.source !== parent) return;
  const { id, code, isDark } = event.data;
  // One after the other: the library's configuration is one for all.
  last = last
    .then(() => draw(id, code, isDark))
    .then(
      (svg) => answer({ id, svg, problem: null }),
      (error: unknown) => answer({ id, svg: null, problem: firstLineOf(error) }),
    );
});
answer({ id: 0, svg: null, problem: null }); // ready

async function draw(id: number, code: string, isDark: boolean): Promise<string> {
  if (PICTURE_NODE.test(code)) throw new Error('Diagrams have no pictures of elsewhere');
  mermaid.initialize(configFor(isDark));
  return (await mermaid.render(`diagram-${id}`, code.replace(TAG_WITH_ATTRIBUTES, '#lt;'))).svg;
}

function firstLineOf(error: unknown): string | null {
  return error instanceof Error ? error.message.split('\n', 1)[0].slice(0, MAX_PROBLEM_CHARACTERS) : null;
}

function answer(drawn: DrawAnswer): void {
  parent.postMessage(drawn, '*'); // the frame has no origin to name, and who frames it is the server's to say
}
