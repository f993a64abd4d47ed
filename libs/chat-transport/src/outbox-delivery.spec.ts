import 'fake-indexeddb/auto';
import { wireError } from '@app/chat-protocol';
import type { ChatClient } from './chat-client.js';
import { startChat, startClient, until } from './testing/start-chat.js';
import { TestServer, write } from './testing/test-server.js';

const { locks } = navigator;
const TEXTS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
let outboxName = '';
beforeEach(() => {
  outboxName = `outbox-${expect.getState().currentTestName}`;
});

/** Sends while the server is away and closes the page; returns what it left. */
async function leaveBehind(server: TestServer, texts: string[]) {
  server.refuseWith = 503;
  const client = startClient(server, { outboxName, locks });
  const chat = startChat(client);
  for (const text of texts) void chat.sendMessage({ text });
  await until(async () => (await client.outbox.list()).length === texts.length);
  const entries = await client.outbox.list();
  client.close();
  server.refuseWith = null;
  return entries;
}

const isEmpty = async (client: ChatClient) => (await client.outbox.list()).length === 0;

test('a message is kept until it is accepted', async () => {
  await using server = await TestServer.start();
  using client = startClient(server, { outboxName, locks });
  let changes = 0;
  client.on('outbox-changed', () => (changes += 1));
  server.intercept = ({ type }) => type === 'send';
  const chat = startChat(client);
  const sent = chat.sendMessage({ text: 'Hi' });
  await until(() => server.framesOf('send').length === 1);
  const [frame] = server.framesOf('send');
  expect(await client.outbox.list()).toEqual([
    {
      messageId: frame.message.id,
      conversationId: 'conversation',
      requestId: frame.requestId,
      message: { id: frame.message.id, role: 'user', parts: [{ type: 'text', text: 'Hi' }] },
      trigger: 'submit-message',
      earlierIds: [],
      body: {},
      createdAt: expect.any(Number),
      owner: expect.any(String),
      userId: null,
    },
  ]);
  server.intercept = () => false;
  server.cut();
  await sent;
  await until(() => isEmpty(client));
  expect(changes).toBe(2);
});

test('what an earlier page left is sent once, in order, under the same requestIds', async () => {
  await using server = await TestServer.start();
  const entries = await leaveBehind(server, TEXTS);
  server.holdBefore(3);
  using client = startClient(server, { outboxName, locks });
  client.connect();
  await until(() => isEmpty(client));
  expect(server.framesOf('send').map(({ requestId, message }) => [requestId, message.id])).toEqual(
    entries.map(({ requestId, messageId }) => [requestId, messageId]),
  );
  expect(entries.map(({ message }) => message.parts)).toEqual(TEXTS.map((text) => [{ type: 'text', text }]));

  server.pace = async () => undefined;
  server.cut();
  await startChat(client, 'other').sendMessage({ text: 'Hi' });
  expect(server.framesOf('send')).toHaveLength(entries.length + 1);
});

test('it goes before what this page sends, also when the server refuses it for a while', async () => {
  await using server = await TestServer.start();
  const entries = await leaveBehind(server, ['one', 'two']);
  server.refuseWith = 503;
  using client = startClient(server, { outboxName, locks });
  client.connect();
  await until(() => server.refusals > 5);
  let refusals = 2;
  server.intercept = ({ type, requestId }, socket) => {
    if (type !== 'send' || refusals-- <= 0) return false;
    write(socket, { type: 'error', requestId, errorText: 'Later', ...wireError('storage-unavailable', 1) });
    return true;
  };
  server.refuseWith = null;
  await startChat(client).sendMessage({ text: 'three' });
  await until(() => isEmpty(client));
  expect(server.turns.map(({ messageId }) => messageId).slice(0, 2)).toEqual(entries.map(({ messageId }) => messageId));
  expect(server.turns).toHaveLength(3);
});

test('two pages at once send it once', async () => {
  await using server = await TestServer.start();
  await leaveBehind(server, ['one', 'two']);
  using first = startClient(server, { outboxName, locks });
  using second = startClient(server, { outboxName, locks });
  first.connect();
  second.connect();
  await until(() => isEmpty(first));
  await Promise.all([first, second].map((client, index) => startChat(client, `${index}`).sendMessage({ text: 'Hi' })));
  expect(server.framesOf('send')).toHaveLength(4);
});

test('the messages of a living page are its own business', async () => {
  await using dead = await TestServer.start();
  await using server = await TestServer.start();
  dead.refuseWith = 503;
  using owner = startClient(dead, { outboxName, locks });
  void startChat(owner, 'owned').sendMessage({ text: 'mine' });
  await until(async () => !(await isEmpty(owner)));

  using other = startClient(server, { outboxName, locks });
  other.connect();
  await until(() => other.connection.getSnapshot().state === 'open');
  await startChat(other).sendMessage({ text: 'Hi' });
  await locks.request('throughline-outbox', async () => {});
  expect(server.turns.map(({ conversationId }) => conversationId)).toEqual(['conversation']);
  expect((await other.outbox.list()).map(({ conversationId }) => conversationId)).toEqual(['owned']);
});

test('without Web Locks an older message is sent too', async () => {
  await using server = await TestServer.start();
  const [entry] = await leaveBehind(server, ['one']);
  await until(() => Date.now() > entry.createdAt);
  using client = startClient(server, { outboxName, locks: undefined });
  client.connect();
  await until(() => isEmpty(client));
  expect(server.turns.map(({ requestId }) => requestId)).toEqual([entry.requestId]);
});

test('a message stopped before it was accepted is given up', async () => {
  await using server = await TestServer.start();
  server.refuseWith = 503;
  using client = startClient(server, { outboxName, locks });
  const chat = startChat(client);
  void chat.sendMessage({ text: 'Never mind' });
  await until(async () => !(await isEmpty(client)));
  await chat.stop();
  await until(() => isEmpty(client));
  expect(server.connections).toBe(0);
});

test('a discarded message ends its stream and is not sent', async () => {
  await using server = await TestServer.start();
  server.refuseWith = 503;
  using client = startClient(server, { outboxName, locks });
  const chat = startChat(client);
  const sent = chat.sendMessage({ text: 'Never mind' });
  await until(async () => !(await isEmpty(client)));
  await client.outbox.discard(chat.messages[0].id);
  await sent;
  expect(await isEmpty(client)).toBe(true);
  server.refuseWith = null;
  await startChat(client, 'other').sendMessage({ text: 'Hi' });
  expect(server.turns.map(({ conversationId }) => conversationId)).toEqual(['other']);
});
