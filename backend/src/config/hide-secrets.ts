import { hideSecret } from '../models/redact-secrets.js';
import { SECRETS, type Config } from './config.js';
import { otlpHeaders } from './otlp-headers.js';

/** From now on no log line of this process shows what the configuration calls secret. */
export function hideSecrets(config: Config): void {
  for (const key of SECRETS) hideSecret(config[key]);
  for (const value of Object.values(otlpHeaders(config.OTEL_EXPORTER_OTLP_HEADERS))) hideSecret(value);
  if (config.DATABASE_URL === undefined) return;
  // The driver takes the password out of the URL, and so may what it says.
  const { password } = new URL(config.DATABASE_URL);
  hideSecret(password);
  hideSecret(decoded(password));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A stray percent sign: the driver will say so.
  }
}
