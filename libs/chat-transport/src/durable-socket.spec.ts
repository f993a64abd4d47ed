import { cuttingWebSocket, readTexts, startChat, startClient, until } from './testing/start-chat.js';
import { ANSWER, PIECES, TestServer } from './testing/test-server.js';

/** welcome, accepted, start; start, text-start, the pieces, finish; end */
const FRAMES = 3 + 2 + PIECES.length + 1 + 1;

/** A random number per call, the same in each run. */
function seeded(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

describe('a cut link', () => {
  test.each(Array.from({ length: FRAMES }, (_, index) => index))(
    'after frame %i leaves the answer whole, once',
    async (index) => {
      await using server = await TestServer.start();
      using client = startClient(server, { webSocket: cuttingWebSocket(index) });
      const chat = startChat(client);
      await chat.sendMessage({ text: 'Tell me' });
      expect(readTexts(chat)).toEqual(['Tell me', ANSWER]);
      expect(chat.status).toBe('ready');
      expect(server.turns).toHaveLength(1);
    },
  );

  test('twice, anywhere, leaves the answers of two chats whole', async () => {
    const random = seeded(7);
    for (let round = 0; round < 60; round += 1) {
      await using server = await TestServer.start();
      const cuts = [random(FRAMES), random(2 * FRAMES)];
      using client = startClient(server, { webSocket: cuttingWebSocket(...cuts) });
      const chats = [startChat(client, 'one'), startChat(client, 'two')];
      await Promise.all(chats.map((chat) => chat.sendMessage({ text: 'Tell me' })));
      expect({ cuts, texts: chats.map(readTexts) }).toEqual({
        cuts,
        texts: [
          ['Tell me', ANSWER],
          ['Tell me', ANSWER],
        ],
      });
      expect(server.turns).toHaveLength(2);
    }
  });

  test('under a resumed answer leaves it whole, though a newer turn has begun', async () => {
    await using server = await TestServer.start();
    const release = server.holdBefore(4);
    using first = startClient(server);
    void startChat(first).sendMessage({ text: 'Tell me' });
    await until(() => server.turns.length === 1);

    using second = startClient(server);
    const resumed = startChat(second);
    const isResumed = resumed.resumeStream();
    await until(() => readTexts(resumed).join('').includes('fox'));
    server.pieces = ['Something ', 'else'];
    void startChat(first).sendMessage({ text: 'And now?' });
    await until(() => server.turns.length === 2);
    server.cut();
    await until(() => server.framesOf('resume').length === 2);
    release();
    await isResumed;
    expect(readTexts(resumed)).toEqual([ANSWER]);
  });

  test('before the server said anything starts one turn', async () => {
    await using server = await TestServer.start();
    server.intercept = (frame, socket, connection) => {
      if (frame.type !== 'send' || connection > 0) return false;
      socket.pause();
      setImmediate(() => socket.terminate());
      return false;
    };
    using client = startClient(server);
    const chat = startChat(client);
    await chat.sendMessage({ text: 'Tell me' });
    expect(readTexts(chat)).toEqual(['Tell me', ANSWER]);
    expect(server.turns).toHaveLength(1);
  });

  test('as a first one, follows a time without a feed: the page is told to load again', async () => {
    await using server = await TestServer.start();
    using client = startClient(server);
    const events: string[] = [];
    client.on('event', ({ kind }) => events.push(kind));
    client.connect();
    await until(() => client.connection.getSnapshot().state === 'open');
    expect(events).toEqual(['resync']);
    server.cut();
    await until(() => events.length > 1);
    expect(events).toEqual(['resync', 'resync']);
  });
});

describe('a message sent without a link', () => {
  test('is delivered once, in order', async () => {
    await using server = await TestServer.start();
    server.refuseWith = 503;
    using client = startClient(server);
    const chats = [startChat(client, 'one'), startChat(client, 'two')];
    const sends = chats.map((chat) => chat.sendMessage({ text: 'Tell me' }));
    await until(() => server.refusals > 2);
    server.refuseWith = null;
    await Promise.all(sends);
    expect(chats.map(readTexts)).toEqual([
      ['Tell me', ANSWER],
      ['Tell me', ANSWER],
    ]);
    expect(server.turns.map(({ conversationId }) => conversationId)).toEqual(['one', 'two']);
    expect(server.framesOf('send')).toHaveLength(2);
  });
});

describe('a stop without a link', () => {
  test('reaches the server when the link is back, and nothing is sent again', async () => {
    await using server = await TestServer.start();
    server.holdBefore(3);
    using client = startClient(server);
    const chat = startChat(client);
    const sent = chat.sendMessage({ text: 'Tell me' });
    await until(() => readTexts(chat).join('').includes('brown'));
    server.refuseWith = 503;
    server.cut();
    await until(() => server.refusals > 0);
    await chat.stop();
    await sent;
    server.refuseWith = null;
    await until(() => server.turns[0].isStopped);
    expect(server.framesOf('stop').map(({ turnId }) => turnId)).toEqual(['turn-0']);
    expect(server.framesOf('send')).toHaveLength(1);
  });

  test('of a message the server may have is sent behind that message', async () => {
    await using server = await TestServer.start();
    server.holdBefore(0);
    server.intercept = (frame, socket, connection) => {
      if (frame.type !== 'send' || connection > 0) return false;
      server.refuseWith = 503;
      socket.terminate();
      return true;
    };
    using client = startClient(server);
    const chat = startChat(client);
    void chat.sendMessage({ text: 'Tell me' });
    await until(() => server.refusals > 0);
    await chat.stop();
    server.refuseWith = null;
    const sentAgain = () => server.received.filter(({ connection }) => connection === 1).map(({ frame }) => frame.type);
    await until(() => sentAgain().includes('ping'));
    expect(sentAgain()).toEqual(['send', 'abort', 'ping']);
    expect(server.turns[0].isStopped).toBe(true);
  });

  test('of a message no server has is all there is', async () => {
    await using server = await TestServer.start();
    server.refuseWith = 503;
    using client = startClient(server);
    const chat = startChat(client, 'stopped');
    void chat.sendMessage({ text: 'Never mind' });
    await until(() => server.refusals > 0);
    await chat.stop();
    server.refuseWith = null;
    await startChat(client, 'other').sendMessage({ text: 'Tell me' });
    expect(server.received.map(({ frame }) => frame.type)).toEqual(['send']);
    expect(server.turns[0].conversationId).toBe('other');
  });

  test('by turn is repeated until the server has read it', async () => {
    await using server = await TestServer.start();
    server.holdBefore(0);
    using client = startClient(server);
    void startChat(client).sendMessage({ text: 'Tell me' });
    await until(() => server.turns.length === 1);
    server.intercept = ({ type }, socket, connection) => {
      if (type === 'stop' && connection === 0) socket.terminate();
      return connection === 0;
    };
    client.stop('turn-0');
    await until(() => server.turns[0].isStopped);
    server.cut();
    await until(() => server.connections === 3 && server.received.some(({ connection }) => connection === 2));
    expect(server.framesOf('stop')).toHaveLength(2);
  });
});
