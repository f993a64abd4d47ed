import type { DrawAnswer } from '../../diagram-frame/messages';

/** A drawing as a picture of its own: inside `<img>` it can run nothing, fetch nothing and link nowhere. */
export interface Drawing {
  /** `blob:`, kept for the page's life. */
  url: string;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** The code is no diagram; its message says why, in the library's words. Empty = nobody knows. */
export class NoDiagram extends Error {}

/** Loading its code included; a frame that needs longer is hung. */
const TIMEOUT_MS = 20_000;
const MAX_SVG_CHARACTERS = 3_000_000;
const MAX_KEPT = 100;

const drawings = new Map<string, Promise<Drawing>>();
let frame: { element: HTMLIFrameElement; isReady: Promise<void> } | undefined;
let count = 0;

/** Rejects what is no diagram, with `NoDiagram`, and what cannot be drawn now. */
export function drawDiagram(code: string, isDark: boolean): Promise<Drawing> {
  const key = `${isDark} ${code}`;
  const known = drawings.get(key);
  if (known !== undefined) return known;
  if (drawings.size >= MAX_KEPT) drawings.clear(); // pictures on screen keep what they have loaded
  const drawing = askFrame(code, isDark).then(toPicture);
  drawings.set(key, drawing);
  return drawing;
}

async function askFrame(code: string, isDark: boolean): Promise<string> {
  frame ??= openFrame();
  const { element, isReady } = frame;
  count += 1;
  const id = count;
  try {
    await isReady;
    element.contentWindow?.postMessage({ id, code, isDark }, '*'); // a sandboxed frame has no origin to name
    const { svg, problem } = await answerOf(element, id);
    if (typeof svg === 'string' && svg.length <= MAX_SVG_CHARACTERS) return svg;
    throw new NoDiagram(typeof problem === 'string' ? problem : '');
  } catch (error) {
    if (error instanceof DOMException) closeFrame(element); // it hangs
    throw error;
  }
}

function openFrame() {
  const element = document.createElement('iframe');
  element.title = 'Diagrams';
  element.src = '/diagram.html';
  element.setAttribute('sandbox', 'allow-scripts');
  element.setAttribute('aria-hidden', 'true');
  element.tabIndex = -1;
  // Laid out, since texts are measured in it, but never seen.
  element.className = 'pointer-events-none invisible fixed -start-[9999px] top-0 h-200 w-300';
  document.body.append(element);
  return { element, isReady: answerOf(element, 0).then(() => {}) };
}

function closeFrame(element: HTMLIFrameElement): void {
  element.remove();
  if (frame?.element === element) frame = undefined;
}

function answerOf(element: HTMLIFrameElement, id: number): Promise<DrawAnswer> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('message', listener);
    };
    const listener = (event: MessageEvent<DrawAnswer>) => {
      if (event.source !== element.contentWindow || event.data.id !== id) return;
      done();
      resolve(event.data);
    };
    const timer = setTimeout(() => {
      done();
      reject(new DOMException('the frame does not answer', 'TimeoutError'));
    }, TIMEOUT_MS);
    addEventListener('message', listener);
  });
}

function toPicture(svg: string): Drawing {
  const box = /viewBox="[-\d.e]+ [-\d.e]+ ([\d.e]+) ([\d.e]+)"/.exec(svg);
  const width = Math.ceil(Number(box?.[1]));
  const height = Math.ceil(Number(box?.[2]));
  if (!(width > 0) || !(height > 0)) throw new Error('the drawing has no size');
  const picture = svg
    .replace(/^<svg([^>]*?) width="[^"]*"/, '<svg$1')
    .replace(/^<svg/, `<svg width="${width}" height="${height}"`)
    .replaceAll('&nbsp;', '&#160;'); // written as HTML, read as XML
  return { url: URL.createObjectURL(new Blob([picture], { type: 'image/svg+xml' })), width, height };
}
