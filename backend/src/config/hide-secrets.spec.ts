import { expect, it } from '@jest/globals';
import { redact } from '../models/redact-secrets.js';
import { parseConfig } from './config.js';
import { hideSecrets } from './hide-secrets.js';

it('hides every secret of the configuration, and the password inside the database’s address', () => {
  hideSecrets(
    parseConfig({
      DATABASE_URL: 'postgres://chat:data%20canary@db.example/chat',
      SESSION_SECRET: 'session-canary-of-thirty-two-characters',
      OPENAI_API_KEY: 'provider-canary',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-team=chat,x-key=collector%20canary',
    }),
  );
  for (const secret of [
    'data%20canary',
    'data canary',
    'session-canary-of-thirty-two-characters',
    'provider-canary',
    'collector canary',
  ]) {
    expect(redact(`It says ${secret}.`)).toBe('It says [hidden].');
  }
});
