import 'reflect-metadata';
import { resolve } from 'node:path';
import { ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { setUp } from './app.js';
import type { Config } from './config/config.js';
import { startSettings } from './config/config.module.js';
import { ModelSelectorService } from './models/model-selector.service.js';
import { redact } from './models/redact-secrets.js';
import { describeStartFailure } from './start-failure.js';
import { Farewell } from './turns/farewell.js';
import { RedactingLogger } from './ops/redacting-logger.js';
import { StartReport } from './ops/start-report.js';

const PAGE_FOLDER = resolve(import.meta.dirname, '../../../frontend/dist');

try {
  const settings = await startSettings;
  const logger = makeLogger(settings?.config);
  const start = new StartReport(logger);
  if (settings !== null) start.begin(settings);
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    logger,
    abortOnError: false,
    forceCloseConnections: true,
  });
  const config = app.get<ConfigService<Config, true>>(ConfigService);
  setUp(app, PAGE_FOLDER);
  app.enableShutdownHooks([], { useProcessExit: true });
  await app.listen(config.get('PORT', { infer: true }), config.get('HOST', { infer: true }));
  start.end(app.get(ModelSelectorService).describe(), await publicUrl(app));
  exitOnUnexpected(app, logger);
} catch (error) {
  process.stderr.write(`${redact(describeStartFailure(error))}\n`);
  process.exit(1);
}

/** As the settings say; where they are wrong, somebody has to be told of it nevertheless. */
function makeLogger(config?: Config): RedactingLogger {
  const { LOG_LEVEL = 'log', LOG_FORMAT = 'auto' } = config ?? {};
  return new RedactingLogger(LOG_LEVEL, LOG_FORMAT === 'auto' ? !process.stdout.isTTY : LOG_FORMAT === 'json');
}

async function publicUrl(app: NestExpressApplication): Promise<string> {
  return (await app.getUrl()).replace('[::1]', 'localhost').replace('0.0.0.0', 'localhost');
}

/** Longer than a hand-over may take; what is not done by then is taken over as a crash's. */
const LEAVE_TIMEOUT_MS = 10_000;

/**
 * A fault nobody caught leaves the process in an unknown state: say so, leave in good order, let the supervisor restart.
 * Answers are handed over at once, not finished: this process is not to be trusted with them for longer than it takes.
 */
function exitOnUnexpected(app: NestExpressApplication, logger: RedactingLogger): void {
  const leave = (error: unknown) => {
    logger.fatal('Unexpected fault', error instanceof Error ? error.stack : String(error), 'Throughline');
    setTimeout(() => process.exit(1), LEAVE_TIMEOUT_MS).unref();
    app.get(Farewell).hurry();
    void app.close().finally(() => process.exit(1));
  };
  process.once('uncaughtException', leave);
  process.once('unhandledRejection', leave);
}
