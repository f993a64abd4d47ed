import type { MessageMetadata } from '@app/chat-protocol';
import type { TokenPrice } from '../config/env-values.js';

/** What an answer cost, in US dollars; null = its model has no price in `CHAT_PRICES`, or its tokens were not counted. */
export function tokenCost(
  { inputTokens, outputTokens }: NonNullable<MessageMetadata['usage']>,
  price: TokenPrice | undefined,
): number | null {
  if (price === undefined || inputTokens === undefined || outputTokens === undefined) return null;
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}
