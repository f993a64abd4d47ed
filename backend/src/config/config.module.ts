import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { parseConfig, type Config } from './config.js';
import { hideSecrets } from './hide-secrets.js';

// `skipProcessEnv`: an unset key stays unset, instead of being looked up, unchecked, in process.env.
const configModule = ConfigModule.forRoot({ isGlobal: true, skipProcessEnv: true, validate });
// Nest awaits the same promise and reports the fault; without this line Node would end the process before that.
configModule.catch(() => undefined);

function validate(env: Record<string, unknown>): Config {
  const config = parseConfig(env);
  hideSecrets(config);
  return config;
}

/** Makes `ConfigService<Config, true>` injectable everywhere; reads `.env` and the environment once. */
@Module({ imports: [configModule] })
export class AppConfigModule {}
