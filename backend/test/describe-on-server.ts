import { describe } from '@jest/globals';

/**
 * `describe` for what the embedded database cannot have: other processes beside it, connections that are refused. CI runs
 * these suites on a server too: `npm run test:postgres`.
 */
export const describeOnServer = process.env.DATABASE_URL === undefined ? describe.skip : describe; // needs a server at DATABASE_URL
