import { Module } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../config/config.js';
import { createDataSource, migrate } from './data-source.js';

@Module({
  imports: [
    TypeOrmModule.forRootAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService<Config, true>) => ({
        type: 'postgres' as const,
        retryAttempts: 5,
        retryDelay: 1000,
        // A server may still be starting; what keeps the embedded database from opening stays.
        toRetry: () => config.get('DATABASE_URL', { infer: true }) !== undefined,
        config,
      }),
      dataSourceFactory: async (options) => {
        const { config } = options as unknown as { config: ConfigService<Config, true> };
        const dataSource = await createDataSource({
          DATABASE_URL: config.get('DATABASE_URL', { infer: true }),
          DATABASE_POOL_SIZE: config.get('DATABASE_POOL_SIZE', { infer: true }),
          DATA_DIR: config.get('DATA_DIR', { infer: true }),
          CHAT_LEASE_TTL_MS: config.get('CHAT_LEASE_TTL_MS', { infer: true }),
        });
        await dataSource.initialize();
        await migrate(dataSource);
        return dataSource;
      },
    }),
  ],
})
export class DatabaseModule {}
