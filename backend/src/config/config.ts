import { ConfigService } from '@nestjs/config';
import { z } from 'zod';
import { areOtlpHeaders } from './otlp-headers.js';
import {
  checked,
  httpUrl,
  listOf,
  milliseconds,
  oneOf,
  origins,
  postgresUrl,
  tokenPrices,
  wholeNumber,
  yesOrNo,
} from './env-values.js';

const DEFAULT_SYSTEM_PROMPT =
  'You are a helpful assistant. Answer in the language of the question, use Markdown where it helps, ' +
  'and say so when you do not know something.';

/** Every setting of the server, in the order of `.env.example`; a test compares the two. An empty value means unset. */
export const configSchema = z.object({
  // The server

  /** TCP port to listen on. 0 = any free port. Default 3000. */
  PORT: wholeNumber(0, 65_535).default(3000),
  /** Address to listen on. 0.0.0.0 = every IPv4 address of the machine. Default 127.0.0.1: this machine only. */
  HOST: checked('an IP address or a host name', (text) => /^[\w.:-]+$/.test(text)).default('127.0.0.1'),
  /** Origins a browser page may connect from, comma-separated. Unset = only the server's own origin. */
  PUBLIC_ORIGINS: origins().default([]),

  // Storage

  /** PostgreSQL to use. Unset = the embedded database in DATA_DIR (one process only). Secret. */
  DATABASE_URL: postgresUrl().optional(),
  /** Most connections this process opens to PostgreSQL. The embedded database has one. Default 10. */
  DATABASE_POOL_SIZE: wholeNumber(2, 1000).default(10),
  /** Folder of the embedded database and the generated session secret, from the working directory. Default ./data. */
  DATA_DIR: checked('a folder').default('./data'),

  // Sessions

  /** Signs session cookies; at least 32 characters, equal on all processes. Unset = made once, kept in DATA_DIR. Secret. */
  SESSION_SECRET: checked('at least 32 characters', (text) => text.length >= 32).optional(),
  /** Whether cookies are sent over HTTPS only. Default auto: as the request came. */
  SECURE_COOKIES: oneOf('auto', 'true', 'false')
    .transform((text) => (text === 'auto' ? text : text === 'true'))
    .default('auto'),
  /** Whether one reverse proxy stands in front, whose X-Forwarded-* headers are believed. Default false. */
  TRUST_PROXY: yesOrNo().default(false),

  // Accounts

  /** Ways in, comma-separated. Default guest,password: visitors need nothing, and may sign up. */
  AUTH_MODES: listOf('guest', 'password', 'oidc').default(['guest', 'password']),
  /** Whether new accounts are taken. The very first account always is. Default open. */
  AUTH_SIGN_UP: oneOf('open', 'closed').default('open'),
  /** Days until a session that is not used ends. Default 90. */
  AUTH_SESSION_DAYS: wholeNumber(1, 400).default(90),
  /** How often a minute one network may try to sign up or in, on each process. Default 20. */
  AUTH_MAX_ATTEMPTS_PER_MINUTE: wholeNumber(1).default(20),
  /** How many guests a minute one network may become, on each process. Default 120. */
  AUTH_MAX_GUESTS_PER_MINUTE: wholeNumber(1).default(120),
  /** Address of the OpenID provider, as its discovery document spells it. Needed for AUTH_MODES=oidc. */
  OIDC_ISSUER: httpUrl().optional(),
  /** What the OpenID provider knows this server as. Needed for AUTH_MODES=oidc. */
  OIDC_CLIENT_ID: checked('an id without spaces', (text) => /^\S{1,200}$/.test(text)).optional(),
  /** Secret shared with the OpenID provider. Needed for AUTH_MODES=oidc. Secret. */
  OIDC_CLIENT_SECRET: checked('a text without spaces', (text) => /^\S+$/.test(text)).optional(),
  /** Name of the OpenID provider on its button. Default Single sign-on. */
  OIDC_NAME: checked('a short name', (text) => text.length <= 50).default('Single sign-on'),

  // The AI service

  /** Key of the AI service. Unset = none is sent; without OPENAI_BASE_URL too, the demo model answers. Secret. */
  OPENAI_API_KEY: checked('a key without spaces', (text) => /^[\x21-\x7E]+$/.test(text)).optional(),
  /** Address of an OpenAI-compatible server, mostly ending in /v1. Unset = OpenAI itself. */
  OPENAI_BASE_URL: httpUrl().optional(),
  /** Which API of the AI service is called. Default auto: responses for OpenAI itself, chat for OPENAI_BASE_URL. */
  OPENAI_API: oneOf('auto', 'responses', 'chat').default('auto'),
  /** Model that answers, as the AI service spells it; `demo` = the built-in one. Default gpt-5-mini. */
  CHAT_MODEL: checked('a model id without spaces', (text) => /^\S{1,200}$/.test(text)).default('gpt-5-mini'),
  /** Instructions given to the model before every conversation. Assume that users can find them out. */
  CHAT_SYSTEM_PROMPT: checked('a text').default(DEFAULT_SYSTEM_PROMPT),
  /** Whether the model names a conversation after its first answer; otherwise its first words do. Default true. */
  CHAT_TITLES: yesOrNo().default(true),
  /** Milliseconds the model may take for a title; nothing waits for it. Default 20000. */
  CHAT_TITLE_TIMEOUT_MS: milliseconds(1).default(20_000),
  /** What a million tokens in and out cost, in US dollars, as model=in/out, comma-separated. Unset = costs are not told. */
  CHAT_PRICES: tokenPrices().default({}),

  // Limits of a conversation

  /** Longest answer, in the model's tokens; it is cut off at 32 characters a token. Default 4096. */
  CHAT_MAX_OUTPUT_TOKENS: wholeNumber(1).default(4096),
  /** How much of a conversation the model is shown, in characters, newest first. Default 400000. */
  CHAT_MAX_HISTORY_CHARACTERS: wholeNumber(1).default(400_000),
  /** Longest message of a user, in characters. Default 32000. */
  CHAT_MAX_MESSAGE_CHARACTERS: wholeNumber(1).default(32_000),
  /** Longest frame a client may send, in bytes. Default 1048576 (1 MiB). */
  CHAT_MAX_FRAME_BYTES: wholeNumber(1024, 1_073_741_824).default(1_048_576),

  // Limits of a user

  /** New questions of one user in a minute, over all processes. Default 20. */
  CHAT_SENDS_PER_MINUTE: wholeNumber(1).default(20),
  /** Most answers of one user that are made at once, over all conversations and processes. Default 4. */
  CHAT_MAX_RUNNING_TURNS: wholeNumber(1).default(4),
  /** Tokens one user may use in a day (UTC). Unset = no limit. */
  QUOTA_USER_TOKENS_PER_DAY: wholeNumber(1).optional(),
  /** Tokens one user may use in a calendar month (UTC). Unset = no limit. */
  QUOTA_USER_TOKENS_PER_MONTH: wholeNumber(1).optional(),
  /** Tokens all users together may use in a day (UTC). Unset = no limit. */
  QUOTA_TOTAL_TOKENS_PER_DAY: wholeNumber(1).optional(),
  /** Tokens all users together may use in a calendar month (UTC). Unset = no limit. */
  QUOTA_TOTAL_TOKENS_PER_MONTH: wholeNumber(1).optional(),

  // Patience with the AI service

  /** Milliseconds until the first content of an answer must arrive, retries included. Default 30000. */
  CHAT_FIRST_CHUNK_TIMEOUT_MS: milliseconds(1).default(30_000),
  /** Longest silence in the middle of an answer, in milliseconds. Default 30000. */
  CHAT_SILENCE_TIMEOUT_MS: milliseconds(1).default(30_000),
  /** Longest time an answer may take, retries included, in milliseconds. Default 600000. */
  CHAT_MAX_ANSWER_MS: milliseconds(1).default(600_000),
  /** How often a failed call is repeated, only while nothing of the answer has arrived. 0 = never. Default 2. */
  CHAT_MODEL_RETRIES: wholeNumber(0, 10).default(2),

  // Turns and their log

  /** Most messages that wait in one conversation while it is answering. Default 5. */
  CHAT_QUEUE_LENGTH: wholeNumber(0, 1000).default(5),
  /** Least milliseconds between two group commits of the turn log; many turns make it more. 0 = as soon as the last one is done. Default 30. */
  CHAT_LOG_FLUSH_INTERVAL_MS: milliseconds().default(30),
  /** Hours an ended turn stays replayable from the log. Default 24. */
  CHAT_LOG_RETENTION_HOURS: wholeNumber(1, 8760).default(24),
  /** What becomes of an answer whose process died: made again from its start, or left interrupted. Default retry. */
  CHAT_TAKEOVER: oneOf('retry', 'interrupt').default('retry'),
  /** Milliseconds after its last renewal until a process counts as dead, and its open transactions with it. Default 6000. */
  CHAT_LEASE_TTL_MS: milliseconds(100).default(6000),
  /** Milliseconds running answers get to finish when the server is told to stop. Default 25000. */
  CHAT_DRAIN_GRACE_MS: milliseconds().default(25_000),

  // The survey

  /** Days between two questions how content a user is, each behind five more answers. 0 = never. Default 30. */
  SURVEY_INTERVAL_DAYS: wholeNumber(0, 3650).default(30),

  // Sockets

  /** Milliseconds a reader may take nothing of what waits for it before its socket is closed. Default 30000. */
  CHAT_SLOW_READER_TIMEOUT_MS: milliseconds(1).default(30_000),
  /** Most open sockets of one user. Default 20. */
  CHAT_MAX_SOCKETS_PER_USER: wholeNumber(1).default(20),
  /** Most open sockets from one address (IPv6: one network of 64 bits), whose users may be many. Default 1000. */
  CHAT_MAX_SOCKETS_PER_ADDRESS: wholeNumber(1).default(1000),
  /** Most open sockets of this process. Default 10000. */
  CHAT_MAX_SOCKETS: wholeNumber(1, 1_000_000).default(10_000),
  /** Handshakes from one address in a minute: all its sockets once, as after a restart, and some more. Default 1200. */
  CHAT_HANDSHAKES_PER_MINUTE: wholeNumber(1).default(1200),
  /** Frames of one socket in a minute, behind a first burst of 300; each 16 KiB of a frame count as one more. Default 360. */
  CHAT_FRAMES_PER_MINUTE: wholeNumber(1).default(360),
  /** Milliseconds a message that has begun to arrive may rest before its socket is closed; six times that in all. Default 10000. */
  CHAT_PARTIAL_MESSAGE_TIMEOUT_MS: milliseconds(1).default(10_000),
  /** Answers one socket may ask to follow again in a minute, behind a first burst of 100. Default 30. */
  CHAT_RESUMES_PER_MINUTE: wholeNumber(1).default(30),
  /** Bytes of what was said before that one user may have sent again in a minute, over all sockets. Default 10485760 (10 MiB). */
  CHAT_REPLAY_BYTES_PER_MINUTE: wholeNumber(1024).default(10_485_760),

  // HTTP requests

  /** REST requests of one user in a minute; of one address, where there is no user yet. Default 600. */
  REST_REQUESTS_PER_MINUTE: wholeNumber(1).default(600),
  /** Milliseconds until a request's headers must be there, handshakes included. Default 10000. */
  HTTP_HEADERS_TIMEOUT_MS: milliseconds(1000).default(10_000),
  /** Milliseconds until a whole request must be there. Default 30000. */
  HTTP_REQUEST_TIMEOUT_MS: milliseconds(1000).default(30_000),
  /** Longest headers of a request, in bytes. Default 16384. */
  HTTP_MAX_HEADER_BYTES: wholeNumber(1024, 1_048_576).default(16_384),
  /** Most headers of a request that are read. Default 100. */
  HTTP_MAX_HEADERS: wholeNumber(20, 10_000).default(100),

  // The demo model

  /** Milliseconds until the demo model's first chunk. Default 150. */
  CHAT_DEMO_DELAY_MS: milliseconds().default(150),
  /** Pace of the demo model, in words per second. 0 = as fast as possible. Default 120. */
  CHAT_DEMO_TOKENS_PER_SECOND: wholeNumber(0, 1_000_000).default(120),
  /** How every answer of the demo model fails, to try error handling. Default none. */
  CHAT_DEMO_FAILURE: oneOf('none', 'before-first-chunk', 'mid-answer', 'silence').default('none'),

  // Logging

  /** Least important level that is logged. Default log. */
  LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'log', 'debug', 'verbose').default('log'),
  /** One JSON object a line, or coloured text. Default auto: text on a terminal, JSON elsewhere. */
  LOG_FORMAT: oneOf('auto', 'json', 'pretty').default('auto'),

  // Metrics and traces

  /** TCP port of the Prometheus metrics at /metrics; worker n of a cluster has METRICS_PORT + n − 1. 0 = any free port. Unset = none. */
  METRICS_PORT: wholeNumber(0, 65_000).optional(),
  /** Address the metrics are at. They are told to whoever asks. Default 127.0.0.1: this machine only. */
  METRICS_HOST: checked('an IP address or a host name', (text) => /^[\w.:-]+$/.test(text)).default('127.0.0.1'),
  /** OpenTelemetry collector that gets metrics and traces, by OTLP over HTTP. Unset = nobody does. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl().optional(),
  /** Headers for the collector, as key=value, comma-separated, values percent-encoded. Secret. */
  OTEL_EXPORTER_OTLP_HEADERS: checked('headers like key=value, comma-separated', areOtlpHeaders).optional(),
  /** What metrics and traces call this server. Default throughline. */
  OTEL_SERVICE_NAME: checked('a name of at most 200 characters', (text) => text.length <= 200).default('throughline'),
  /** Whether traces hold what users and the model wrote. Default false. */
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: yesOrNo().default(false),
});

export type Config = Readonly<z.infer<typeof configSchema>>;

/** Hidden from logs, and from enumeration: neither logging nor spreading a Config, nor ConfigModule's copy to process.env, takes them along. */
export const SECRETS = [
  'DATABASE_URL',
  'SESSION_SECRET',
  'OIDC_CLIENT_SECRET',
  'OPENAI_API_KEY',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const satisfies (keyof Config)[];

const OIDC_KEYS = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const satisfies (keyof Config)[];

/** The configuration is wrong. The message is one line for the operator and holds keys, never values. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Reads the configuration out of environment variables. Throws ConfigError. */
export function parseConfig(env: Record<string, unknown>): Config {
  const result = configSchema.safeParse(knownValues(env));
  if (!result.success) {
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new ConfigError(`Configuration: ${faults.join('; ')}`);
  }
  const { AUTH_MODES } = result.data;
  const missing = AUTH_MODES.includes('oidc') ? OIDC_KEYS.filter((key) => result.data[key] === undefined) : [];
  if (missing.length > 0) {
    throw new ConfigError(`Configuration: ${missing.map((key) => `${key}: expected with AUTH_MODES=oidc`).join('; ')}`);
  }
  for (const key of SECRETS) Object.defineProperty(result.data, key, { enumerable: false });
  return result.data;
}

/** A ConfigService over `env` alone: the real one, without a module. For tests, as override or as argument. */
export function configServiceFrom(env: Record<string, unknown>): ConfigService<Config, true> {
  const service = new ConfigService<Config, true>(parseConfig(env));
  // Otherwise a key that is unset here would be looked up in process.env. Private in the type, an option of the module.
  return Object.assign(service, { skipProcessEnv: true });
}

/** Trimmed, because a line break behind a key would end up in an error about a bad HTTP header, key included. */
function knownValues(env: Record<string, unknown>): Record<string, string> {
  const values: Record<string, string> = {};
  for (const key of Object.keys(configSchema.shape)) {
    const value = env[key] ?? '';
    const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
    if (text !== '') values[key] = text;
  }
  return values;
}
