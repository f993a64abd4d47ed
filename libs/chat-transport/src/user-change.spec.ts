import 'fake-indexeddb/auto';
import type { ChatClient } from './chat-client.js';
import { readTexts, startChat, startClient, until } from './testing/start-chat.js';
import { ANSWER, TestServer } from './testing/test-server.js';

const { locks } = navigator;
let outboxName = '';
beforeEach(() => {
  outboxName = `outbox-${expect.getState().currentTestName}`;
});

const isEmpty = async (client: ChatClient) => (await client.outbox.list()).length === 0;
const isSignedOut = (client: ChatClient) => client.connection.getSnapshot().closeCode === 4401;

/** A user writes while the server is away and closes the page. */
async function leaveBehind(server: TestServer, userId: string, text: string): Promise<void> {
  server.refuseWith = 503;
  const client = startClient(server, { outboxName, locks });
  await client.setUser(userId);
  void startChat(client, `of-${userId}`).sendMessage({ text });
  await until(async () => !(await isEmpty(client)));
  client.close();
  server.refuseWith = null;
}

/** Whoever sends one is answered, so that everything before it is known. */
async function sendOne(client: ChatClient): Promise<void> {
  const chat = startChat(client, 'own');
  await chat.sendMessage({ text: 'Mine' });
  expect(readTexts(chat)).toEqual(['Mine', ANSWER]);
}

test('what a user left unsent is never sent as somebody else, and deleted', async () => {
  await using server = await TestServer.start();
  await leaveBehind(server, 'ada', 'a secret');
  server.userId = 'bob';
  using client = startClient(server, { outboxName, locks });
  await client.setUser('bob');
  expect(await client.outbox.list()).toEqual([]);
  await sendOne(client);
  expect(server.turns.map(({ conversationId }) => conversationId)).toEqual(['own']);

  server.userId = 'ada';
  using returned = startClient(server, { outboxName, locks });
  await returned.setUser('ada');
  expect(await returned.outbox.list()).toEqual([]);
});

test('the same user finds it and sends it', async () => {
  await using server = await TestServer.start();
  await leaveBehind(server, 'ada', 'a thought');
  using client = startClient(server, { outboxName, locks });
  await client.setUser('ada');
  expect((await client.outbox.list()).map(({ userId }) => userId)).toEqual(['ada']);
  client.connect();
  await until(() => isEmpty(client));
  expect(server.turns.map(({ conversationId }) => conversationId)).toEqual(['of-ada']);
});

test('what a guest left unsent goes along to the account', async () => {
  await using server = await TestServer.start();
  await leaveBehind(server, 'guest', 'a thought');
  server.userId = 'ada';
  using client = startClient(server, { outboxName, locks });
  await client.setUser('ada', 'guest');
  client.connect();
  await until(() => isEmpty(client));
  expect(server.turns.map(({ conversationId }) => conversationId)).toEqual(['of-guest']);
});

test('a message of before users were known belongs to nobody', async () => {
  await using server = await TestServer.start();
  server.refuseWith = 503;
  const old = startClient(server, { outboxName, locks });
  void startChat(old).sendMessage({ text: 'Whose?' });
  await until(async () => !(await isEmpty(old)));
  old.close();
  server.refuseWith = null;
  using client = startClient(server, { outboxName, locks });
  await client.setUser('ada');
  await sendOne(client);
  expect(server.turns).toHaveLength(1);
});

test('nothing is said on a link that is somebody else’s, and no other is dialled', async () => {
  await using server = await TestServer.start();
  server.userId = 'bob';
  using client = startClient(server, { outboxName, locks });
  await client.setUser('ada');
  const chat = startChat(client);
  const answered = chat.sendMessage({ text: 'For my eyes' });
  await until(() => isSignedOut(client));
  await until(() => server.sockets.size === 0);
  expect(server.received).toEqual([]);
  expect(server.connections).toBe(1);

  server.userId = 'ada';
  client.redial();
  await answered;
  expect(readTexts(chat)).toEqual(['For my eyes', ANSWER]);
});

test('an answer of a guest goes on when the guest becomes an account', async () => {
  await using server = await TestServer.start();
  const release = server.holdBefore(4);
  server.userId = 'guest';
  using client = startClient(server, { outboxName, locks });
  await client.setUser('guest');
  const chat = startChat(client);
  const answered = chat.sendMessage({ text: 'Tell me' });
  await until(() => readTexts(chat).join('').includes('fox'));
  server.userId = 'ada';
  await client.setUser('ada', 'guest');
  client.redial();
  release();
  await answered;
  expect(readTexts(chat)).toEqual(['Tell me', ANSWER]);
  expect(server.turns).toHaveLength(1);
});

test('requests of a user fail when another takes the client over, and are not repeated', async () => {
  await using server = await TestServer.start();
  server.holdBefore(4);
  using client = startClient(server, { outboxName, locks });
  await client.setUser('ada');
  const chat = startChat(client);
  const answered = chat.sendMessage({ text: 'Tell me' });
  await until(() => readTexts(chat).join('').includes('fox'));
  client.hangUp();
  const unsent = startChat(client, 'unsent');
  void unsent.sendMessage({ text: 'Also mine' });
  client.stop('turn-0');
  await until(async () => !(await isEmpty(client)));

  server.userId = 'bob';
  await client.setUser('bob');
  await answered;
  expect(chat.error?.message).toMatch(/session has ended/);
  expect(unsent.error?.message).toMatch(/session has ended/);
  expect(await isEmpty(client)).toBe(true);
  server.pace = async () => undefined;
  client.redial();
  await sendOne(client);
  const ofBob = server.received.filter(({ connection }) => connection === 1).map(({ frame }) => frame.type);
  expect(ofBob).toEqual(['send']);
});

test('a dial that waits for the page is called off when the session turns out to have ended', async () => {
  await using server = await TestServer.start();
  server.refuseWith = 401;
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  using client = startClient(server, {
    outboxName,
    onRefused: () => {
      asked.resolve();
      return answer.promise;
    },
  });
  client.connect();
  await asked.promise;
  await until(() => client.connection.getSnapshot().state === 'connecting'); // its turn has come, and it waits
  client.hangUp();
  server.refuseWith = null;
  answer.resolve();
  client.redial();
  await until(() => client.connection.getSnapshot().state === 'open');
  await sendOne(client);
  expect(server.connections).toBe(1);
});
