/** An event of an AI service that says a piece of text or of thinking and nothing else. */
export interface DeltaEvent {
  /** Two events of the same key belong to one part. */
  key: string;
  text: string;
  /** The same event with another text, and a number to know it by. */
  encode(text: string, run: number): string;
}

/** Where the number of `encode` is found in an event. Providers drop what they do not know. */
export const RUN = 'throughline_run';

type Fields = Record<string, unknown>;

/** An event of one line of data, with or without a name; what this does not match is left to the provider. */
const ONE_LINE = /^(event: [\w.]+\n)?data: (\{.*\})\n\n$/;

/**
 * Reads one server-sent event of the chat-completions or the Responses API. Null = it says more than a text, or it cannot
 * be told: whatever is in it but the text is of no use to a provider that has seen the events before it.
 */
export function readDeltaEvent(event: string): DeltaEvent | null {
  const [, name = '', json] = ONE_LINE.exec(event) ?? [];
  if (json === undefined) return null;
  const fields = parse(json);
  const encode = (more: Fields) => `${name}data: ${JSON.stringify({ ...fields, ...more })}\n\n`;
  if (fields === null) return null;
  if (isChatDelta(fields)) {
    const [choice] = fields.choices;
    return {
      key: 'chat',
      text: choice.delta.content,
      encode: (content, run) => encode({ choices: [{ ...choice, delta: { ...choice.delta, content } }], [RUN]: run }),
    };
  }
  if (isResponsesDelta(fields)) {
    const { type, item_id, output_index, summary_index, delta } = fields;
    return {
      key: JSON.stringify([type, item_id, output_index, summary_index]),
      text: delta,
      encode: (text, run) => encode({ delta: text, [RUN]: run }),
    };
  }
  return null;
}

/** Null = no JSON: the provider says so. */
function parse(json: string): Fields | null {
  try {
    return JSON.parse(json) as Fields;
  } catch {
    return null;
  }
}

type ChatDelta = Fields & { choices: [{ delta: Fields & { content: string } }] };

function isChatDelta(fields: Fields): fields is ChatDelta {
  const { choices, id, created, model, usage, error } = fields;
  if (!Array.isArray(choices) || choices.length !== 1 || error !== undefined || isPresent(usage)) return false;
  if (!isAbsentOr('string', id) || !isAbsentOr('number', created) || !isAbsentOr('string', model)) return false;
  const choice: unknown = choices[0];
  if (!isFields(choice) || typeof choice.index !== 'number' || !isFields(choice.delta)) return false;
  if (!hasOnly(choice, ['index', 'delta'])) return false;
  const { role, content } = choice.delta;
  if (!hasOnly(choice.delta, ['role', 'content']) || (isPresent(role) && role !== 'assistant')) return false;
  return typeof content === 'string' && content !== '';
}

type ResponsesDelta = Fields & { type: string; item_id: string; delta: string };

function isResponsesDelta(fields: Fields): fields is ResponsesDelta {
  const { type, item_id, output_index, summary_index, delta, logprobs } = fields;
  const isText = type === 'response.output_text.delta' && (!isPresent(logprobs) || isEmptyList(logprobs));
  const isThinking = type === 'response.reasoning_summary_text.delta' && typeof summary_index === 'number';
  if (!isText && !isThinking) return false;
  return typeof item_id === 'string' && isAbsentOr('number', output_index) && typeof delta === 'string' && delta !== '';
}

/** Whether nothing else is said: services add fields that are null. */
function hasOnly(fields: Fields, known: string[]): boolean {
  for (const name in fields) if (isPresent(fields[name]) && !known.includes(name)) return false;
  return true;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isAbsentOr(type: 'string' | 'number', value: unknown): boolean {
  return !isPresent(value) || typeof value === type;
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
