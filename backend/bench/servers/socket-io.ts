// The same chunks over Socket.IO: a connection layer many would reach for first.
import { createServer } from 'node:http';
import { streamText, toUIMessageStream } from 'ai';
import { Server } from 'socket.io';
import { announce } from './announce.js';
import { model } from './model.js';

const server = createServer();
const io = new Server(server, { transports: ['websocket'] });

io.on('connection', (socket) => {
  socket.on('send', ({ requestId, prompt }: { requestId: string; prompt: string }) => {
    answer(requestId, prompt).catch(() => socket.disconnect());
  });
  async function answer(requestId: string, prompt: string): Promise<void> {
    let sequence = 0;
    for await (const chunk of toUIMessageStream({ stream: streamText({ model, prompt }).stream })) {
      socket.emit('chunk', { requestId, sequence, chunk });
      sequence += 1;
    }
    socket.emit('end', { requestId });
  }
});
announce(server);
