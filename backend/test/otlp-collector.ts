import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it came over the wire, no more of it than tests look at. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  /** Empty = it is the outermost. */
  parentId: string;
  name: string;
  /** Texts alone; numbers are left out. */
  attributes: Record<string, string>;
}

/** An OpenTelemetry collector: keeps what it is sent by OTLP over HTTP. */
export class OtlpCollector {
  /** Every request as path, headers and body, for whoever looks for what must not be there. */
  readonly requests: { path: string; headers: string; body: Buffer }[] = [];

  /** @param status what it answers everything with, and in which words */
  static async start(status = 200, words = ''): Promise<OtlpCollector> {
    const server = createServer();
    const collector = new OtlpCollector(server, status, words);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return collector;
  }

  private constructor(
    private readonly server: Server,
    status: number,
    words: string,
  ) {
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const headers = JSON.stringify(request.headers);
        this.requests.push({ path: request.url ?? '', headers, body: Buffer.concat(chunks) });
        response.writeHead(status).end(words);
      });
    });
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get spans(): ReceivedSpan[] {
    return this.requests
      .filter(({ path }) => path === '/v1/traces')
      .flatMap(({ body }) => messages(body, 1))
      .flatMap((resourceSpans) => messages(resourceSpans, 2))
      .flatMap((scopeSpans) => messages(scopeSpans, 2))
      .map(toSpan);
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function toSpan(span: Buffer): ReceivedSpan {
  const [traceId, spanId, parentId, name] = [1, 2, 4, 5].map((field) => messages(span, field)[0] ?? Buffer.alloc(0));
  const attributes = messages(span, 9).map((pair) => {
    const [key, value] = [messages(pair, 1)[0], messages(pair, 2)[0]];
    return [key.toString(), messages(value, 1)[0]?.toString()];
  });
  return {
    traceId: traceId.toString('hex'),
    spanId: spanId.toString('hex'),
    parentId: parentId.toString('hex'),
    name: name.toString(),
    attributes: Object.fromEntries(attributes.filter(([, value]) => value !== undefined)) as Record<string, string>,
  };
}

/** Every value of a Protobuf message's field that has a length: texts, bytes and messages. */
function messages(buffer: Buffer, field: number): Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      const byte = buffer[at++];
      value += (byte & 127) * shift;
      if (byte < 128) return value;
    }
  };
  while (at < buffer.length) {
    const tag = varint();
    const type = tag % 8;
    if (type === 0) varint();
    else if (type === 1) at += 8;
    else if (type === 5) at += 4;
    else {
      const length = varint();
      if (tag >>> 3 === field) found.push(buffer.subarray(at, at + length));
      at += length;
    }
  }
  return found;
}
