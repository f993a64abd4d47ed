import '../../src/style-nonce';
import '../../src/zod-without-eval';
import '../../src/app.css';
import { createRoot } from 'react-dom/client';
import RichMarkdown from '../../src/chat/markdown/rich-markdown';
import { ErrorBoundary } from '../../src/ui/error-boundary';
import { findFaults } from './find-faults';

/** A text that comes in two deltas, the second behind `offset`. */
export interface SplitText {
  text: string;
  offset: number;
}

const root = createRoot(document.getElementById('root')!);
let round = 0;

/** Shows every text as it grows: its first part, then all of it, then as ended. Resolves with what is wrong in the page. */
async function showGrowing(texts: SplitText[]): Promise<string[]> {
  round += 1;
  const faults: string[] = [];
  for (const step of ['part', 'whole', 'ended'] as const) {
    root.render(
      texts.map(({ text, offset }, index) => (
        <div className="case" key={`${round}-${index}`}>
          <ErrorBoundary fallback={<object>It threw</object>}>
            <RichMarkdown text={step === 'part' ? text.slice(0, offset) : text} isStreaming={step !== 'ended'} />
          </ErrorBoundary>
        </div>
      )),
    );
    await settled();
    for (const [index, shown] of [...document.querySelectorAll('.case')].entries()) {
      const { text, offset } = texts[index];
      for (const fault of findFaults(shown))
        faults.push(`${fault} from ${JSON.stringify(text)} at ${offset} (${step})`);
    }
  }
  return faults;
}

/** Two frames: Streamdown renders blocks in a transition of its own. */
async function settled(): Promise<void> {
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
}

Object.assign(globalThis, { showGrowing, findFaults: () => findFaults(document.body) });
