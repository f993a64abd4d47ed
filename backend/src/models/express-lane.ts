import { wrapLanguageModel, type LanguageModel, type LanguageModelMiddleware } from 'ai';
import { RUN } from './delta-event.js';
import { listenToFetch } from './tapped-fetch.js';
import { TappedRuns } from './tapped-runs.js';

/** A model in the SDK's present form, rather than the name of one. */
export type ModelInstance = Extract<LanguageModel, { specificationVersion: 'v4' }>;
type ModelStream = Awaited<ReturnType<ModelInstance['doStream']>>['stream'];
type ModelPart = ModelStream extends ReadableStream<infer Part> ? Part : never;
type ModelDelta = Extract<ModelPart, { type: 'text-delta' | 'reasoning-delta' }>;

/** A piece of text that has overtaken the SDK. */
export interface ExpressDelta {
  type: 'text-delta' | 'reasoning-delta';
  text: string;
  /** Number of the part it belongs to: 1 = the first that was started. Ids would not do, the SDK changes some. */
  part: number;
}

/**
 * The same model, whose text and thinking come to `deliver` at once; the SDK gets each part's as one delta, when the next
 * other thing comes. So steps, tools, usage and errors are still the SDK's, and its pipeline (about 50 µs a chunk at real
 * pace) is paid per part, not per word. Where the model's provider uses `tappedFetch`, its parser is overtaken too.
 */
export function withExpressLane(model: ModelInstance, deliver: (delta: ExpressDelta) => void): ModelInstance {
  const middleware: LanguageModelMiddleware = {
    specificationVersion: 'v4',
    // Each event of the service once more, before what the provider makes of it: only so a run's events are known.
    transformParams: ({ params }) => Promise.resolve({ ...params, includeRawChunks: true }),
    wrapStream: async ({ doStream }) => {
      const runs = new TappedRuns(deliver);
      const { stream, ...rest } = await listenToFetch((run, text) => runs.tell(run, text), doStream);
      return { ...rest, stream: divert(stream, runs, deliver) };
    },
  };
  return wrapLanguageModel({ model, middleware });
}

/** Names a part by kind and id, e.g. `text 1`: ids of text and of thinking may be the same. */
function partKey({ type, id }: { type: string; id: string }): string {
  return `${type.slice(0, type.indexOf('-'))} ${id}`;
}

function divert(stream: ModelStream, runs: TappedRuns, deliver: (delta: ExpressDelta) => void): ModelStream {
  const reader = stream.getReader();
  const held = new Map<string, ModelDelta>();
  /** Number of the part that was last started under a key. */
  const numbers = new Map<string, number>();
  let started = 0;
  /** The run whose event the next delta comes from; undefined = it comes from an event of no run. */
  let run: number | undefined;
  return new ReadableStream<ModelPart>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value: part } = await reader.read();
          if (!done && part.type === 'raw') {
            run = runOf(part.rawValue);
            continue;
          }
          if (!done && (part.type === 'text-delta' || part.type === 'reasoning-delta')) {
            const key = partKey(part);
            held.set(key, { ...part, delta: (held.get(key)?.delta ?? '') + part.delta });
            // Without a start it belongs to no part: the SDK will say what is wrong.
            const delta = { type: part.type, text: part.delta, part: numbers.get(key) ?? Infinity };
            if (run === undefined) deliver(delta);
            else runs.accept(run, delta);
            continue;
          }
          if (!done && (part.type === 'text-start' || part.type === 'reasoning-start')) {
            numbers.set(partKey(part), (started += 1));
          }
          for (const delta of held.values()) controller.enqueue(delta);
          held.clear();
          if (done) controller.close();
          else controller.enqueue(part);
          return;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Undefined = the event is none of a run's. */
function runOf(event: unknown): number | undefined {
  return (event as { [RUN]?: number } | null | undefined)?.[RUN];
}
