import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import { redact } from '../models/redact-secrets.js';

/** Of one message or stack. */
const MAX_CHARACTERS = 10_000;

const LEVELS: LogLevel[] = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'];

/** What Nest says while it wires itself; of interest only to who debugs that. */
const WIRING = new Set([
  'InstanceLoader',
  'NestFactory',
  'NestApplication',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);
/** The number of this process in a cluster; undefined = there is none. */
const WORKER = process.env.THROUGHLINE_WORKER;
/** Faults at the start, with a stack: `main` reports them in one line. */
const START_FAULTS = 'ExceptionHandler';

/** Nest's console logger without secrets: keys, tokens and passwords are masked in whatever is logged. */
export class RedactingLogger extends ConsoleLogger {
  /** @param level the least important one that is logged */
  constructor(level: string, isJson: boolean) {
    super({
      json: isJson,
      flattenParams: true,
      colors: !isJson,
      logLevels: LEVELS.slice(0, LEVELS.indexOf(level as LogLevel) + 1),
    });
  }

  protected override printMessages(...args: Parameters<ConsoleLogger['printMessages']>): void {
    const [messages, context, level, stream, stack, params] = args;
    if (context === START_FAULTS) return;
    if (level === 'log' && context !== undefined && WIRING.has(context) && !this.isLevelEnabled('debug')) return;
    super.printMessages(
      messages.map(redactValue),
      context,
      level,
      stream,
      redactValue(stack),
      redactValue(params) as typeof params,
    );
  }

  /** For a terminal: when, who and what, and the level where it is not the usual one. */
  protected override formatMessage(...args: Parameters<ConsoleLogger['formatMessage']>): string {
    const [level, message, , , context, , params] = args;
    const said = [
      new Date().toLocaleString('sv'), // as ISO 8601, in local time
      WORKER && `#${WORKER}`,
      level !== 'log' && this.colorize(level.toUpperCase(), level),
      !context.includes('[Throughline]') && context.replace('] ', ']'),
      this.stringifyMessage(message, level),
      params && this.stringifyParams(params),
    ];
    return `${said.filter((part) => part !== undefined && part !== false && part !== '').join(' ')}\n`;
  }

  protected override printStackTrace(stack: string): void {
    super.printStackTrace(stack && printable(stack));
  }
}

function redactValue(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (value instanceof Error) return printable(value.stack ?? value.message);
  if (typeof value === 'object' && value !== null) return JSON.parse(redact(JSON.stringify(value))) as unknown;
  return value;
}

/** Characters that drive a terminal or end a line for some reader of logs, and those that turn text around. */
const UNPRINTABLE = /(?![\n\t])[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** Clipped only after `redact`, which would not know half a key. */
function printable(text: string): string {
  const clean = redact(text).replace(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return clean.length > MAX_CHARACTERS ? `${clean.slice(0, MAX_CHARACTERS).toWellFormed()}…` : clean;
}
