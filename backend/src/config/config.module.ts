import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { parseConfig, type Config } from './config.js';
import { hideSecrets } from './hide-secrets.js';
import { findUnknownKeys, type UnknownKey } from './unknown-keys.js';

/** What the process was started with. */
export interface StartSettings {
  config: Config;
  /** Keys that look like ours and are none. */
  unknownKeys: UnknownKey[];
}

let settings: StartSettings | null = null;

// `skipProcessEnv`: an unset key stays unset, instead of being looked up, unchecked, in process.env.
const configModule = ConfigModule.forRoot({ isGlobal: true, skipProcessEnv: true, validate });
// Nest awaits the same promise and reports the fault; without this line Node would end the process before that.
configModule.catch(() => undefined);

/** For what is said before there is an app; null = the configuration is wrong, and creating the app says how. */
export const startSettings: Promise<StartSettings | null> = configModule.then(
  () => settings,
  () => null,
);

function validate(env: Record<string, unknown>): Config {
  const config = parseConfig(env);
  hideSecrets(config);
  settings = { config, unknownKeys: findUnknownKeys(env) };
  return config;
}

/** Makes `ConfigService<Config, true>` injectable everywhere; reads `.env` and the environment once. */
@Module({ imports: [configModule] })
export class AppConfigModule {}
