// `npm run reset-password -- <email>` and `npm run make-admin -- <email>`: builds the server where it is missing or older
// than its sources, then does it. Without npm: node dist/backend/src/account-command.js reset-password <email>
import './require-node.mjs';
import { buildServer } from './build-what-is-missing.mjs';

buildServer();
await import('../dist/backend/src/account-command.js');
