// Entry of the TypeORM CLI, never imported by the app: `npm run migration -- migration:show`
import { existsSync } from 'node:fs';
import { parseConfig } from './backend/src/config/config.js';
import { createDataSource } from './backend/src/database/data-source.js';

if (existsSync('.env')) process.loadEnvFile('.env');
export default await createDataSource(parseConfig(process.env));
