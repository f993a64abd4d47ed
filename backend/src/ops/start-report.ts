import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ModelView } from '@app/chat-protocol';
import type { LoggerService } from '@nestjs/common';
import type { Config } from '../config/config.js';
import type { StartSettings } from '../config/config.module.js';

const CONTEXT = 'Throughline';

/** What an operator is told of a start. Of a cluster's processes the first says it for all. */
export class StartReport {
  private readonly speaksForAll = (process.env.THROUGHLINE_WORKER ?? '1') === '1';
  private data = '';

  constructor(private readonly logger: LoggerService) {}

  /** Before anything is done: settings that have no effect, and what will take its time. */
  begin({ config, unknownKeys }: StartSettings): void {
    if (!this.speaksForAll) return;
    for (const { key, nearest } of unknownKeys) {
      this.logger.warn(`There is no setting ${key}: it has no effect. Did you mean ${nearest}?`, CONTEXT);
    }
    this.data = dataOf(config);
    if (config.DATABASE_URL === undefined && !existsSync(join(config.DATA_DIR, 'pgdata', 'cluster'))) {
      this.logger.log(`Making the database in ${this.data}, once; this takes some seconds …`, CONTEXT);
    }
  }

  /** Once it is ready. @param url where the page is */
  end({ id, isDemo }: ModelView, url: string): void {
    if (this.speaksForAll) {
      this.logger.log(`Data: ${this.data}`, CONTEXT);
      this.logger.log(
        isDemo ? 'Model: the built-in demo. Set OPENAI_API_KEY or OPENAI_BASE_URL for a real one.' : `Model: ${id}`,
        CONTEXT,
      );
    }
    this.logger.log(`Throughline is ready at ${url}`, CONTEXT);
  }
}

function dataOf({ DATABASE_URL, DATA_DIR }: Config): string {
  if (DATABASE_URL === undefined) return resolve(DATA_DIR);
  const { host, pathname } = new URL(DATABASE_URL);
  return `PostgreSQL, ${host}${pathname}`;
}
