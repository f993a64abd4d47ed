import { readFileSync } from 'node:fs';
import { CHAT_PATH } from '@app/chat-protocol';
import type { ServerProcess } from '../chaos/server-process.js';
import { attack, batches, type Target } from './attacker.js';
import { payloads } from './frames.js';
import { talk } from './raw-connection.js';
import { faultOfAnswer, rawRequests } from './raw-requests.js';
import { Witness } from './witness.js';

export interface FuzzPlan {
  seed: number;
  /** WebSocket messages to send. */
  frames: number;
  /** TCP connections with bytes of chance. */
  connections: number;
  /** As the server is configured. */
  maxFrameBytes: number;
  maxMessageCharacters: number;
}

export interface FuzzReport {
  frames: number;
  sockets: number;
  connections: number;
  /** Whole answers of the client that meant well. */
  witnessed: number;
  seconds: number;
  /** Memory of the server in MiB: before, at most, and at the end. */
  memory: { before: number; most: number; after: number };
  logLines: number;
  /** Empty = all is well. */
  faults: string[];
}

const WORKERS = 4;
/** More than this is not worth reading. */
const MAX_FAULTS = 50;
const RAW_CHUNK = 500;

/** Attacks a running server as planned, and finds what it did wrong. */
export async function fuzz(
  server: ServerProcess,
  plan: FuzzPlan,
  onProgress: (line: string) => void,
): Promise<FuzzReport> {
  const startedAt = performance.now();
  const { pid } = server;
  const faults: string[] = [];
  const fault = (what: string) => {
    if (faults.length < MAX_FAULTS) faults.push(what);
  };
  const origin = `http://127.0.0.1:${server.port}`;
  const target = async (): Promise<Target> => ({
    origin,
    socketUrl: `${origin.replace('http', 'ws')}${CHAT_PATH}`,
    cookie: await signIn(origin),
    maxFrameBytes: plan.maxFrameBytes,
    maxMessageCharacters: plan.maxMessageCharacters,
  });
  const witness = new Witness(await target());
  const watching = witness.watch();
  const memory = { before: memoryOf(pid), most: 0, after: 0 };
  const sampling = setInterval(() => {
    if (server.isUp) memory.most = Math.max(memory.most, memoryOf(pid));
  }, 500);
  let frames = 0;
  let sockets = 0;
  let connections = 0;
  let isBroken = false;
  const goesOn = () => server.isUp && !isBroken && faults.length < MAX_FAULTS;

  const sendFrames = async (worker: number) => {
    const theirs = await target();
    const share = Math.ceil(plan.frames / WORKERS);
    const seed = plan.seed + worker * 100_000_000;
    for (const batch of batches(payloads(seed, share), theirs)) {
      if (!goesOn()) return;
      const found = await attack(theirs, batch, sockets % 3 !== 0);
      for (const what of found) fault(`${what}\n    after ${batch.map(printable).join('\n    ')}`);
      frames += batch.length;
      sockets += 1;
      if (sockets % 1000 === 0) onProgress(`${frames} frames, ${connections} connections, ${faults.length} faults`);
    }
  };
  const sendBytes = async () => {
    const { cookie } = await target();
    for (let sent = 0; sent < plan.connections; sent += RAW_CHUNK) {
      const requests = rawRequests(
        plan.seed + sent,
        Math.min(RAW_CHUNK, plan.connections - sent),
        String(server.port),
        cookie,
      );
      for (const request of requests) {
        if (!goesOn()) return;
        try {
          const found = faultOfAnswer(request, await talk(server.port, [request.bytes]));
          if (found !== null) fault(found);
        } catch (error) {
          fault(String(error));
        }
        connections += 1;
      }
    }
  };

  try {
    await Promise.all([...Array.from({ length: WORKERS }, (_, worker) => sendFrames(worker)), sendBytes()]);
    witness.finish();
    await watching;
    memory.after = memoryOf(pid);
    const ready = await fetch(`${origin}/health/ready`);
    if (!ready.ok) fault(`The server is not ready: ${ready.status} ${await ready.text()}`);
  } catch (error) {
    isBroken = true;
    fault(`The fuzz broke off: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    clearInterval(sampling);
  }
  if (!server.isUp || server.pid !== pid) fault('The server is not the process that it was');
  for (const what of witness.faults) fault(what);
  for (const line of server.log) {
    const what = faultOfLine(line);
    if (what !== null) fault(what);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    frames,
    sockets,
    connections,
    witnessed: witness.answers,
    seconds,
    memory,
    logLines: server.log.length,
    faults,
  };
}

async function signIn(origin: string): Promise<string> {
  const response = await fetch(`${origin}/api/v1/session`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
}

/** MiB of memory that a process holds. */
function memoryOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024);
}

/** What a line of the log says that no input may cause; null = nothing. */
function faultOfLine(line: string): string | null {
  if (line.startsWith('--- ')) return null; // The rig's own.
  let entry: { level?: string };
  try {
    entry = JSON.parse(line) as { level?: string };
  } catch {
    return `A line of the log is no JSON: ${line.slice(0, 300)}`;
  }
  return entry.level === 'error' || entry.level === 'fatal' ? `Logged: ${line.slice(0, 2000)}` : null;
}

function printable(payload: object): string {
  const text =
    'text' in payload
      ? (payload.text as string)
      : Buffer.from((payload as { bytes: Uint8Array }).bytes).toString('hex');
  return JSON.stringify(text.slice(0, 500));
}
