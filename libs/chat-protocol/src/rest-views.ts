import { z } from 'zod';
import { ACCOUNT_ERRORS, type AccountErrorCode } from './account-errors.js';
import type {
  AdminUserPage,
  AdminUserView,
  ApiKeyList,
  ApiKeySecret,
  ApiKeyView,
  AuthView,
  OidcRedirectView,
  SessionItemView,
  SessionList,
  TokenQuotaView,
  UserView,
} from './accounts.js';
import { ERRORS, type ErrorCode, type WireError } from './error-codes.js';
import { FEEDBACK_REASONS, type ChatMessage, type Feedback, type MessageMetadata } from './message-metadata.js';
import { keysOf, named, time } from './named-schema.js';
import type {
  ActiveTurnView,
  ConversationPage,
  ConversationView,
  ErrorView,
  MessagePage,
  ModelView,
  SearchPage,
  SearchResult,
  SearchSegment,
  SessionView,
  SettingsView,
} from './rest.js';

// What the REST API answers, for its description and for the tests that hold it to it. The types in rest.ts and
// accounts.ts say what each thing means; the compiler holds the two together.

const nextCursor = z.string().nullable().describe('Pass as `cursor` for the next page; null = that was the last.');

export const errorViewSchema = named<ErrorView>(
  'ErrorView',
  z.strictObject({
    code: z.enum([
      ...(Object.keys(ERRORS) as ErrorCode[]),
      ...(Object.keys(ACCOUNT_ERRORS) as AccountErrorCode[]),
      'bad-request',
    ]),
    message: z.string(),
    retryAfterMs: z.number().optional(),
  }),
);

export const conversationViewSchema = named<ConversationView>(
  'ConversationView',
  z.strictObject({
    id: z.string(),
    title: z.string().describe('Empty string = no title yet.'),
    startTime: time,
    lastUpdateTime: time.describe('The list is sorted by it, newest first.'),
    isAnswering: z.boolean().describe('Has a turn that is queued or running.'),
    isPinned: z.boolean(),
    isArchived: z.boolean(),
    isUnread: z.boolean().describe('An answer has ended since the user last viewed the conversation.'),
    instructions: z.string().describe('What the model is told in this conversation; empty string = nothing.'),
  }),
);

export const conversationPageSchema = named<ConversationPage>(
  'ConversationPage',
  z.strictObject({ conversations: z.array(conversationViewSchema), nextCursor }),
);

const wireErrorSchema = named<WireError>(
  'WireError',
  z.strictObject({
    code: keysOf(ERRORS),
    text: z.string().describe('The sentence for the user.'),
    retryable: z.boolean(),
    retryAfterMs: z.number().optional(),
  }),
);

export const feedbackViewSchema = named<Feedback>(
  'Feedback',
  z.strictObject({
    rating: z.enum(['up', 'down']),
    reasons: z.array(z.enum([...new Set([...FEEDBACK_REASONS.up, ...FEEDBACK_REASONS.down])])),
    comment: z.string(),
  }),
);

const metadataSchema = named<MessageMetadata>(
  'MessageMetadata',
  z.strictObject({
    status: z.enum(['pending', 'completed', 'stopped', 'failed', 'interrupted']).optional(),
    createdAt: time.optional(),
    parentId: z.string().nullable().optional().describe('The message it follows; null = the first.'),
    turnId: z.string().nullable().optional(),
    model: z.string().nullable().optional(),
    usage: z.strictObject({ inputTokens: z.number().optional(), outputTokens: z.number().optional() }).optional(),
    error: wireErrorSchema.optional(),
    reasoningMs: z.number().optional(),
    branch: z
      .strictObject({ ids: z.array(z.string()) })
      .optional()
      .describe('Ids of all siblings, oldest first, its own among them; absent = it has none.'),
    feedback: feedbackViewSchema.optional(),
  }),
);

export const chatMessageSchema = named(
  'ChatMessage',
  z.strictObject({
    id: z.string(),
    role: z.enum(['user', 'assistant', 'system']),
    parts: z.array(z.looseObject({ type: z.string() })).describe('UI message parts of the AI SDK.'),
    metadata: metadataSchema.optional(),
  }) as unknown as z.ZodType<ChatMessage>, // the parts are the AI SDK's, which has no schema for them
);

const activeTurnSchema = named<ActiveTurnView>(
  'ActiveTurnView',
  z.strictObject({ turnId: z.string(), answerId: z.string(), status: z.enum(['queued', 'running']) }),
);

export const messagePageSchema = named<MessagePage>(
  'MessagePage',
  z.strictObject({
    messages: z.array(chatMessageSchema).describe('Oldest first.'),
    nextCursor: z.string().nullable().describe('For the page above (older); null = the conversation starts here.'),
    newerCursor: z.string().nullable().describe('For the page below (newer); null = the shown branch ends here.'),
    activeTurns: z.array(activeTurnSchema).describe('Unfinished turns, the running one first.'),
  }),
);

const segmentSchema = named<SearchSegment>('SearchSegment', z.strictObject({ text: z.string(), isHit: z.boolean() }));

const searchResultSchema = named<SearchResult>(
  'SearchResult',
  z.strictObject({
    conversationId: z.string(),
    title: z.string(),
    messageId: z.string().nullable().describe('Null = the title was found.'),
    senderType: z.enum(['user', 'ai']).nullable(),
    timestamp: time,
    snippet: z.array(segmentSchema).describe('The found place of a message, plain text; empty for a title.'),
    titleParts: z.array(segmentSchema),
  }),
);

export const searchPageSchema = named<SearchPage>(
  'SearchPage',
  z.strictObject({ results: z.array(searchResultSchema), nextCursor }),
);

export const settingsViewSchema = named<SettingsView>('SettingsView', z.strictObject({ instructions: z.string() }));

const user = {
  id: z.string(),
  name: z.string(),
  email: z.string().nullable().describe('Null = a guest.'),
  isGuest: z.boolean(),
  role: z.enum(['user', 'admin']),
  hasPassword: z.boolean(),
};

export const userViewSchema = named<UserView>('UserView', z.strictObject(user));

export const authViewSchema = named<AuthView>(
  'AuthView',
  z.strictObject({
    modes: z.array(z.enum(['guest', 'password', 'oidc'])),
    oidcName: z.string().nullable(),
    isSignUpOpen: z.boolean(),
  }),
);

const modelViewSchema = named<ModelView>('ModelView', z.strictObject({ id: z.string(), isDemo: z.boolean() }));

export const sessionViewSchema = named<SessionView>(
  'SessionView',
  z.strictObject({
    userId: z.string(),
    user: userViewSchema,
    auth: authViewSchema,
    model: modelViewSchema,
    maxMessageCharacters: z.number(),
  }),
);

export const oidcRedirectViewSchema = named<OidcRedirectView>('OidcRedirectView', z.strictObject({ url: z.string() }));

const sessionItemSchema = named<SessionItemView>(
  'SessionItemView',
  z.strictObject({
    id: z.string(),
    isCurrent: z.boolean(),
    createdAt: time,
    lastSeenAt: time,
    expiresAt: time,
    userAgent: z.string(),
    ipAddress: z.string().nullable(),
  }),
);

export const sessionListSchema = named<SessionList>(
  'SessionList',
  z.strictObject({ sessions: z.array(sessionItemSchema) }),
);

const apiKey = {
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
};
const apiKeyViewSchema = named<ApiKeyView>('ApiKeyView', z.strictObject(apiKey));

export const apiKeyListSchema = named<ApiKeyList>('ApiKeyList', z.strictObject({ apiKeys: z.array(apiKeyViewSchema) }));

export const apiKeySecretSchema = named<ApiKeySecret>(
  'ApiKeySecret',
  z.strictObject({ ...apiKey, key: z.string().describe('Shown this once.') }),
);

const tokenQuotaViewSchema = named<TokenQuotaView>(
  'TokenQuotaView',
  z.strictObject({ used: z.number(), limit: z.number() }),
);

export const adminUserViewSchema = named<AdminUserView>(
  'AdminUserView',
  z.strictObject({
    ...user,
    bannedAt: time.nullable(),
    createdAt: time,
    lastSeenAt: time.nullable(),
    conversationCount: z.number(),
    quotas: z.strictObject({ day: tokenQuotaViewSchema.nullable(), month: tokenQuotaViewSchema.nullable() }),
    ownQuotas: z.strictObject({ day: z.number().nullable(), month: z.number().nullable() }),
  }),
);

export const adminUserPageSchema = named<AdminUserPage>(
  'AdminUserPage',
  z.strictObject({ users: z.array(adminUserViewSchema), nextCursor }),
);

export const healthViewSchema = named('HealthView', z.strictObject({ status: z.literal('ok') }));

/** Why a server takes no new work. */
export const unreadyViewSchema = named(
  'UnreadyView',
  z.strictObject({ status: z.enum(['draining', 'database unavailable']) }),
);
export type UnreadyView = z.infer<typeof unreadyViewSchema>;
