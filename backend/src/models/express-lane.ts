import { wrapLanguageModel, type LanguageModel, type LanguageModelMiddleware } from 'ai';

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
 * pace, more than all else here together) is paid per part, not per word.
 */
export function withExpressLane(model: ModelInstance, deliver: (delta: ExpressDelta) => void): ModelInstance {
  const middleware: LanguageModelMiddleware = {
    specificationVersion: 'v4',
    wrapStream: async ({ doStream }) => {
      const { stream, ...rest } = await doStream();
      return { ...rest, stream: divert(stream, deliver) };
    },
  };
  return wrapLanguageModel({ model, middleware });
}

/** Names a part by kind and id, e.g. `text 1`: ids of text and of thinking may be the same. */
function partKey({ type, id }: { type: string; id: string }): string {
  return `${type.slice(0, type.indexOf('-'))} ${id}`;
}

function divert(stream: ModelStream, deliver: (delta: ExpressDelta) => void): ModelStream {
  const reader = stream.getReader();
  const held = new Map<string, ModelDelta>();
  /** Number of the part that was last started under a key. */
  const numbers = new Map<string, number>();
  let started = 0;
  return new ReadableStream<ModelPart>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value: part } = await reader.read();
          if (!done && (part.type === 'text-delta' || part.type === 'reasoning-delta')) {
            const key = partKey(part);
            // Without a start it belongs to no part: the SDK will say what is wrong.
            deliver({ type: part.type, text: part.delta, part: numbers.get(key) ?? Infinity });
            held.set(key, { ...part, delta: (held.get(key)?.delta ?? '') + part.delta });
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
