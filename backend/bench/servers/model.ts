import { createOpenAI } from '@ai-sdk/openai';

/** The model all contenders ask, over the same wire. */
export const model = createOpenAI({ baseURL: process.env.MODEL_URL, apiKey: 'bench' }).chat('bench');
