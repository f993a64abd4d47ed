// The floor of serving: bare `ws` that sends frames of the same shape at the pace asked for, without any model.
import { createServer } from 'node:http';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { fromPrompt, stamp, type Script } from '../script.js';
import { announce } from './announce.js';

interface Send {
  requestId: string;
  messages: { parts: { text: string }[] }[];
}

interface Answer {
  socket: WebSocket;
  requestId: string;
  script: Script;
  sent: number;
  nextAt: number;
}

const TICK_MS = 2;
const answers = new Set<Answer>();

function say(answer: Answer): void {
  const chunk = { type: 'text-delta', id: 'text', delta: stamp() };
  const { socket, requestId } = answer;
  socket.send(JSON.stringify({ type: 'chunk', requestId, sequence: answer.sent, chunk }));
  answer.sent += 1;
  if (answer.sent === answer.script.tokens) {
    answers.delete(answer);
    socket.send(JSON.stringify({ type: 'end', requestId }));
  }
}

setInterval(() => {
  const now = performance.now();
  for (const answer of answers) {
    for (; answers.has(answer) && answer.nextAt <= now; answer.nextAt += answer.script.gapMs) say(answer);
  }
}, TICK_MS);

const server = createServer();
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  socket.on('message', (data: RawData) => {
    const { requestId, messages } = JSON.parse((data as Buffer).toString()) as Send;
    const script = fromPrompt(messages[0].parts[0].text);
    answers.add({ socket, requestId, script, sent: 0, nextAt: performance.now() });
  });
});
announce(server);
