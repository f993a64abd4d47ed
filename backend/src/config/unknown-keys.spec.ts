import { configSchema } from './config.js';
import { findUnknownKeys } from './unknown-keys.js';

describe('findUnknownKeys', () => {
  it.each([
    ['CHAT_MAX_HISTORY_CHARACTER', 'CHAT_MAX_HISTORY_CHARACTERS'],
    ['OPENAI_APIKEY', 'OPENAI_API_KEY'],
    ['openai_api_key', 'OPENAI_API_KEY'],
    ['OPENAI_BASEURL', 'OPENAI_BASE_URL'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['AUTH_MODE', 'AUTH_MODES'],
    ['PUBLIC_ORIGIN', 'PUBLIC_ORIGINS'],
    ['CHAT_MAX_TOKENS', 'CHAT_MAX_OUTPUT_TOKENS'],
    ['CHAT_MODEL_NAME', 'CHAT_MODEL'],
    ['QUOTA_TOKENS_PER_DAY', 'QUOTA_USER_TOKENS_PER_DAY'],
    ['CHAT_SYSTEM-PROMPT', 'CHAT_SYSTEM_PROMPT'],
    ['SESION_SECRET', 'SESSION_SECRET'],
  ])('names what %s was meant to be: %s', (key, nearest) => {
    expect(findUnknownKeys({ [key]: 'x' })).toEqual([{ key, nearest }]);
  });

  it.each(
    [
      'PATH HOME USER SHELL TERM LANG PWD EDITOR HOSTNAME NODE_ENV NODE_OPTIONS LOGLEVEL LOGNAME XPORT hosts ports',
      'HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy PGHOST PGDATABASE PGPASSWORD POSTGRES_PASSWORD DATABASE_URL_TEST',
      'OPENAI_ORG_ID OPENAI_ORGANIZATION OPENAI_PROJECT OPENAI_API_TYPE OPENAI_API_VERSION OPENAI_API_BASE ANTHROPIC_API_KEY',
      'OTEL_TRACES_SAMPLER OTEL_EXPORTER_OTLP_PROTOCOL OTEL_EXPORTER_OTLP_TRACES_ENDPOINT OTEL_RESOURCE_ATTRIBUTES OTEL_SDK_DISABLED',
      'CHAT_ID SESSION_MANAGER XDG_SESSION_ID AUTH_TOKEN OIDC_SCOPES COMPOSE_PROJECT_NAME THROUGHLINE_WORKER PGLITE_TEMPLATE',
      'npm_config_cache npm_package_version npm_lifecycle_event INVOCATION_ID JOURNAL_STREAM STATE_DIRECTORY KUBERNETES_PORT',
      'METRICS_ENABLED REDIS_URL SECRET_KEY SERVER_PORT DATA_PATH REST_API_URL SENTRY_DSN CI DEBUG',
    ].flatMap((line) => line.split(' ')),
  )('has nothing to say of %s, which is others’', (key) => {
    expect(findUnknownKeys({ [key]: 'x' })).toEqual([]);
  });

  it('has nothing to say of our own, of what is empty, and of what is set rightly too', () => {
    const ours = Object.fromEntries(Object.keys(configSchema.shape).map((key) => [key, 'x']));
    expect(findUnknownKeys(ours)).toEqual([]);
    expect(findUnknownKeys({ OPENAI_APIKEY: '' })).toEqual([]);
    expect(findUnknownKeys({ OPENAI_APIKEY: 'x', OPENAI_API_KEY: 'y' })).toEqual([]);
  });
});
