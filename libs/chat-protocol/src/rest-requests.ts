import { z } from 'zod';
import { REST_LIMITS } from './limits.js';
import { FEEDBACK_REASONS, type FeedbackRating } from './message-metadata.js';
import { idSchema, toStorableText } from './parse-frame.js';
import { limit, text } from './request-fields.js';

/** From the page before; an empty string = from the start. */
const cursor = z.string().optional();

export const conversationListQuerySchema = z.object({
  filter: z.enum(['active', 'pinned', 'archived']).default('active'),
  cursor,
  limit: limit(100, 50),
});

export const conversationPatchSchema = z
  .strictObject({
    title: z.string().trim().min(1).max(REST_LIMITS.titleCharacters).transform(toStorableText),
    isPinned: z.boolean(),
    isArchived: z.boolean(),
    instructions: text(REST_LIMITS.instructionsCharacters),
    isUnread: z.literal(false),
    shownMessageId: idSchema,
  })
  .partial();
export type ConversationListQuery = z.infer<typeof conversationListQuerySchema>;

export const messageListQuerySchema = z.object({ cursor, around: idSchema.optional(), limit: limit(200, 50) });

export type MessageListQuery = z.infer<typeof messageListQuerySchema>;

const opinion = <Rating extends FeedbackRating>(rating: Rating) =>
  z.strictObject({
    rating: z.literal(rating),
    reasons: z
      .array(z.enum(FEEDBACK_REASONS[rating]))
      .max(FEEDBACK_REASONS[rating].length)
      .default([])
      .transform((reasons) => [...new Set(reasons)]),
    comment: text(REST_LIMITS.commentCharacters).default(''),
  });

export const feedbackSchema = z.discriminatedUnion('rating', [opinion('up'), opinion('down')]);

export const settingsPatchSchema = z.strictObject({ instructions: text(REST_LIMITS.instructionsCharacters) }).partial();

export type SettingsPatch = z.infer<typeof settingsPatchSchema>;

export const exportQuerySchema = z.object({ format: z.enum(['markdown', 'json']) });

export type ExportQuery = z.infer<typeof exportQuerySchema>;

export const searchQuerySchema = z.object({
  q: z.string().trim().min(1).max(REST_LIMITS.searchCharacters).transform(toStorableText),
  /** How many results the pages before had. */
  cursor: z
    .string()
    .regex(/^\d{0,4}$/)
    .default('')
    .transform(Number),
  limit: limit(50, 20),
});

export type SearchRequest = z.infer<typeof searchQuerySchema>;
