// `npm start`: builds what is missing or older than its sources, then becomes the server.
import './require-node.mjs';
import { buildWhatIsMissing } from './build-what-is-missing.mjs';

buildWhatIsMissing();
await import('../dist/backend/src/main.js');
