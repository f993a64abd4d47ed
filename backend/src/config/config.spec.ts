import { readFileSync } from 'node:fs';
import { inspect, parseEnv } from 'node:util';
import { ConfigError, configSchema, configServiceFrom, parseConfig } from './config.js';

const KEYS = Object.keys(configSchema.shape) as (keyof typeof configSchema.shape)[];
const NO_DEFAULT = [
  'PUBLIC_ORIGINS',
  'QUOTA_USER_TOKENS_PER_DAY',
  'QUOTA_USER_TOKENS_PER_MONTH',
  'QUOTA_TOTAL_TOKENS_PER_DAY',
  'QUOTA_TOTAL_TOKENS_PER_MONTH',
  'DATABASE_URL',
  'SESSION_SECRET',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'CHAT_PRICES',
  'METRICS_PORT',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
];

function faultOf(env: Record<string, unknown>): string {
  try {
    parseConfig(env);
    return 'accepted';
  } catch (error) {
    return error instanceof ConfigError ? error.message : String(error);
  }
}

describe('.env.example', () => {
  const example = readFileSync(`${import.meta.dirname}/../../../.env.example`, 'utf8');
  const values = parseEnv(example);

  it('lists every key of the schema, in its order', () => {
    expect([...example.matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1])).toEqual(KEYS);
  });

  it.each(KEYS)('%s: shows the default, or is commented out where there is none', (key) => {
    expect(key in values).toBe(!NO_DEFAULT.includes(key));
    expect(parseConfig(values)[key]).toEqual(parseConfig({})[key]);
  });
});

describe('parseConfig', () => {
  it.each<[string, string, unknown]>([
    ['PORT', '0', 0],
    [
      'PUBLIC_ORIGINS',
      'https://A.example:443, http://b.example:8080/,https://a.example,',
      ['https://a.example', 'http://b.example:8080'],
    ],
    ['DATABASE_URL', 'postgresql://u:p@h/db', 'postgresql://u:p@h/db'],
    ['SESSION_SECRET', 's'.repeat(32), 's'.repeat(32)],
    ['SECURE_COOKIES', 'true', true],
    ['SECURE_COOKIES', 'auto', 'auto'],
    ['TRUST_PROXY', 'true', true],
    ['AUTH_MODES', ' password , guest,password', ['guest', 'password']],
    ['AUTH_MODES', 'password', ['password']],
    ['OIDC_ISSUER', 'https://login.example/realms/main', 'https://login.example/realms/main'],
    ['OPENAI_API_KEY', ' sk-1\n', 'sk-1'],
    ['OPENAI_BASE_URL', 'http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    ['CHAT_PRICES', 'a/b=0.25/2, c=0/1', { 'a/b': { input: 0.25, output: 2 }, c: { input: 0, output: 1 } }],
    ['CHAT_MODEL_RETRIES', '0', 0],
    ['CHAT_SYSTEM_PROMPT', 'Be brief.', 'Be brief.'],
    ['METRICS_PORT', '9464', 9464],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Basic%20YTpi, x-team=1', 'authorization=Basic%20YTpi, x-team=1'],
  ])('reads %s=%s', (key, text, value) => {
    expect(parseConfig({ [key]: text })[key as keyof typeof configSchema.shape]).toEqual(value);
  });

  it.each(KEYS)('takes an empty %s as unset', (key) => {
    expect(parseConfig({ [key]: ' ' })[key]).toEqual(parseConfig({})[key]);
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '3e3'],
    ['PORT', '-1'],
    ['HOST', 'my canary host'],
    ['PUBLIC_ORIGINS', 'https://ok.example,canary.example'],
    ['PUBLIC_ORIGINS', 'https://*.canary.example'],
    ['PUBLIC_ORIGINS', 'https://canary.example/path'],
    ['PUBLIC_ORIGINS', 'https://user:canary@chat.example'],
    ['PUBLIC_ORIGINS', 'null'],
    ['DATABASE_URL', 'mysql://user:canary@host/db'],
    ['DATABASE_URL', 'postgres://user:canary@host:port/db'],
    ['SESSION_SECRET', 'canary'],
    ['SECURE_COOKIES', 'yes'],
    ['TRUST_PROXY', '1'],
    ['AUTH_MODES', 'guest,canary'],
    ['AUTH_MODES', 'guest,,'],
    ['AUTH_SIGN_UP', 'canary'],
    ['AUTH_SESSION_DAYS', '401'],
    ['OIDC_ISSUER', 'https://user:canary@login.example'],
    ['OIDC_CLIENT_SECRET', 'canary canary'],
    ['OPENAI_API_KEY', 'sk-canary and more'],
    ['OPENAI_BASE_URL', 'ftp://canary.example'],
    ['OPENAI_BASE_URL', 'https://user:canary@api.example/v1'],
    ['OPENAI_BASE_URL', 'https://api.example/v1?key=canary'],
    ['OPENAI_API', 'canary'],
    ['CHAT_PRICES', 'canary'],
    ['CHAT_PRICES', 'canary=1/2,canary=1/2'],
    ['CHAT_PRICES', 'canary=-1/2'],
    ['CHAT_MAX_ANSWER_MS', '2147483648'],
    ['CHAT_FIRST_CHUNK_TIMEOUT_MS', '0'],
    ['CHAT_TAKEOVER', 'canary'],
    ['LOG_LEVEL', 'canary'],
    ['METRICS_PORT', '65001'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://user:canary@collector.example'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'canary'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-key=%canary'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'x-key=canary%0A'],
  ])('refuses %s=%s by the name of the key, without the value', (key, text) => {
    const message = faultOf({ [key]: text });
    expect(message).toMatch(new RegExp(`^Configuration: ${key}: expected [^\\n]+$`));
    expect(message).not.toContain(text);
    expect(message).not.toContain('canary');
  });

  it('wants everything about the OpenID provider where it is a way in', () => {
    expect(faultOf({ AUTH_MODES: 'guest,oidc', OIDC_CLIENT_ID: 'chat' })).toBe(
      'Configuration: OIDC_ISSUER: expected with AUTH_MODES=oidc; OIDC_CLIENT_SECRET: expected with AUTH_MODES=oidc',
    );
  });

  it('names every wrong key in one line', () => {
    expect(faultOf({ PORT: 'x', TRUST_PROXY: 'x' })).toBe(
      'Configuration: PORT: expected a whole number from 0 to 65535; TRUST_PROXY: expected true or false',
    );
  });

  it('keeps secrets out of whatever prints the configuration', () => {
    const secrets = {
      DATABASE_URL: 'postgres://u:canary@h/d',
      SESSION_SECRET: 'canary'.repeat(6),
      OIDC_CLIENT_SECRET: 'canary',
      OPENAI_API_KEY: 'sk-canary',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=canary',
    };
    const config = parseConfig(secrets);
    expect(config).toMatchObject(secrets);
    expect(JSON.stringify(config) + inspect(config) + inspect({ ...config })).not.toContain('canary');
  });
});

describe('configServiceFrom', () => {
  it('knows nothing of process.env', () => {
    process.env.OPENAI_BASE_URL = 'http://from.process.env';
    try {
      expect(configServiceFrom({}).get('OPENAI_BASE_URL', { infer: true })).toBeUndefined();
    } finally {
      delete process.env.OPENAI_BASE_URL;
    }
    expect(configServiceFrom({ PORT: 1 }).get('PORT', { infer: true })).toBe(1);
  });
});
