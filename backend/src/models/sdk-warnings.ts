import { Logger } from '@nestjs/common';
import type { LogWarningsFunction } from 'ai';

/** A model and a version of the SDK have a handful of warnings; the same one comes with every call. */
const MAX_KNOWN = 100;

/** Brings the AI SDK's warnings into our log, each once; by default it would print them past it. */
export function logSdkWarnings(logger = new Logger('AiSdk')): void {
  const known = new Set<string>();
  const log: LogWarningsFunction = ({ warnings, provider, model }) => {
    for (const warning of warnings) {
      const line = `${provider} / ${model}: ${JSON.stringify(warning)}`;
      if (known.has(line) || known.size >= MAX_KNOWN) continue;
      known.add(line);
      logger.warn(line);
    }
  };
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: log });
}
