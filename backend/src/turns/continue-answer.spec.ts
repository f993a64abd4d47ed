import { describe, expect, it } from '@jest/globals';
import type { ChatMessage } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import { continueAnswer } from './continue-answer.js';
import { foldChunks } from './fold-chunks.js';

type Parts = ChatMessage['parts'];

const START: UIMessageChunk[] = [{ type: 'start', messageId: 'a' }, { type: 'start-step' }];
const END: UIMessageChunk[] = [{ type: 'finish-step' }, { type: 'finish', finishReason: 'stop' }];
const says = (id: string, ...deltas: string[]): UIMessageChunk[] => [
  { type: 'text-start', id },
  ...deltas.map((delta): UIMessageChunk => ({ type: 'text-delta', id, delta })),
  { type: 'text-end', id },
];
const thinks = (delta: string): UIMessageChunk[] => [
  { type: 'reasoning-start', id: '0' },
  { type: 'reasoning-delta', id: '0', delta },
  { type: 'reasoning-end', id: '0' },
];

function goOn(parts: Parts, ...more: UIMessageChunk[]): UIMessageChunk[] {
  return goOnWith({ parts, reasoningMs: null }, ...START, ...more, ...END);
}

function goOnWith(kept: Parameters<typeof continueAnswer>[0], ...more: UIMessageChunk[]): UIMessageChunk[] {
  const chunks: UIMessageChunk[] = [];
  const take = continueAnswer(kept, (chunk) => chunks.push(chunk));
  for (const chunk of more) take(chunk);
  return chunks;
}

async function texts(chunks: UIMessageChunk[]): Promise<string[]> {
  const { parts } = await foldChunks(chunks, 'a');
  return parts.map((part) => ('text' in part ? `${part.type}: ${part.text}` : part.type));
}

describe('an answer that is continued', () => {
  const cut: Parts = [{ type: 'step-start' }, { type: 'text', text: 'One, t' }];

  it('goes on within the text it was cut in', async () => {
    const chunks = goOn(cut, ...says('0', 'wo, ', 'three'));
    expect(await texts(chunks)).toEqual(['step-start', 'text: One, two, three']);
  });

  it('shows what was kept before the model says a word', () => {
    expect(goOnWith({ parts: cut, reasoningMs: null }, ...START).at(-1)).toMatchObject({
      type: 'text-delta',
      delta: 'One, t',
    });
  });

  it('keeps further texts apart, even under the same id', async () => {
    const chunks = goOn(cut, ...says('0', 'wo'), ...says('0', 'Four'));
    expect(await texts(chunks)).toEqual(['step-start', 'text: One, two', 'text: Four']);
  });

  it('keeps reasoning and sources, and the order of what comes', async () => {
    const source = { type: 'source-url' as const, sourceId: 's', url: 'https://example.org/' };
    const kept: Parts = [{ type: 'reasoning', text: 'Hm' }, source, { type: 'text', text: 'A' }];
    const chunks = goOn(kept, ...thinks('Well'), ...says('0', 'B'));
    expect(await texts(chunks)).toEqual(['step-start', 'reasoning: Hm', 'source-url', 'text: AB', 'reasoning: Well']);
  });

  it('that was cut before its first word begins with the model’s', async () => {
    expect(await texts(goOn([], ...says('0', 'Hi')))).toEqual(['step-start', 'text: Hi']);
    const thought: Parts = [{ type: 'reasoning', text: 'Hm' }];
    expect(await texts(goOn(thought, ...says('0', 'Hi')))).toEqual(['step-start', 'reasoning: Hm', 'text: Hi']);
  });

  it('is made again as a whole after a reset', async () => {
    const first = goOn(cut, ...says('0', 'w')).slice(0, -END.length);
    const again = goOn(cut, ...says('0', 'wo')).slice(2); // the log has its start and step already
    expect(await texts([...first, { type: 'reset-step' }, ...again])).toEqual(['step-start', 'text: One, two']);
  });

  it('adds its reasoning time to what was kept', () => {
    const chunks = goOnWith({ parts: cut, reasoningMs: 70 }, ...START);
    expect(chunks[1]).toEqual({ type: 'message-metadata', messageMetadata: { reasoningMs: 70 } });
  });
});
