import { config } from 'zod';

// zod would try `new Function` once to see whether it may compile schemas; the CSP forbids that and reports each try.
config({ jitless: true });
