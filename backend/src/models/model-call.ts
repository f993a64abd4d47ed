import { NoOutputGeneratedError, streamText, type ModelMessage, type TelemetryOptions } from 'ai';
import { withExpressLane, type ModelInstance } from './express-lane.js';
import { ModelIntake, type Emit, type ModelCallDeadlines } from './model-intake.js';

export interface ModelCallOptions {
  model: ModelInstance;
  /** Instructions before the conversation. */
  system: string;
  messages: ModelMessage[];
  /** Longest answer, in the model's tokens. A service that takes no notice is cut off where no such answer can be. */
  maxOutputTokens: number;
  /** Longest silence once the answer has begun, in milliseconds. */
  silenceTimeoutMs: number;
  /** How the SDK traces the call; absent = not at all. */
  telemetry?: TelemetryOptions;
}

/**
 * One call of the model as UI-message chunks, all but `start`. Nothing is emitted before the first content, so that a call
 * that failed without a chunk can be repeated unseen. However it ends, the connection to the service is closed, and nothing
 * is emitted any more.
 *
 * @throws what the SDK or the service threw; ChatError for a timeout or a withheld answer
 */
export async function callModel(
  options: ModelCallOptions,
  deadlines: ModelCallDeadlines,
  signal: AbortSignal,
  emit: Emit,
): Promise<void> {
  const call = new AbortController();
  const intake = new ModelIntake(options, deadlines, emit, (error) => call.abort(error));
  const { stream } = streamText({
    model: withExpressLane(options.model, (delta) => intake.acceptExpress(delta)),
    instructions: options.system,
    messages: options.messages,
    maxOutputTokens: options.maxOutputTokens,
    maxRetries: 0,
    telemetry: options.telemetry ?? { isEnabled: false },
    abortSignal: AbortSignal.any([signal, call.signal]),
    // Errors arrive as parts as well; by default the SDK would print them, with whatever the service said.
    onError: () => undefined,
  });
  const reader = stream.getReader();
  try {
    while (!intake.isFinished) {
      const { done, value: part } = await reader.read();
      if (done) throw new NoOutputGeneratedError({ message: 'The stream stopped without an end' });
      intake.accept(part);
    }
  } catch (error) {
    throw call.signal.aborted ? call.signal.reason : error;
  } finally {
    intake.close();
    call.abort();
    // The abort has ended everything below; what this still waits for is of no interest.
    reader.cancel().catch(() => undefined);
  }
}
