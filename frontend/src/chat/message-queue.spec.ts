import { forgetQueues, MessageQueue, queuedConversations } from './message-queue';

const texts = (queue: MessageQueue) => queue.messages.map(({ text }) => text);

function open(): MessageQueue {
  return new MessageQueue('c', () => {});
}

describe('MessageQueue', () => {
  afterEach(() => forgetQueues());

  it('is there again after a reload, as it was changed', () => {
    const queue = open();
    for (const id of ['1', '2', '3', '4']) queue.add({ id, text: `text ${id}` });
    queue.edit('3', 'better');
    queue.remove('2');
    queue.moveToFront('4');
    queue.close();
    expect(queuedConversations()).toEqual(['c']);
    expect(texts(open())).toEqual(['text 4', 'text 1', 'better']);
  });

  it('shows what another tab changed', () => {
    const queue = open();
    const other = open();
    other.add({ id: '1', text: 'from the other tab' });
    dispatchEvent(new StorageEvent('storage', { key: 'throughline-queue:c' }));
    expect(texts(queue)).toEqual(['from the other tab']);
  });

  it('leaves nothing behind when it is empty', () => {
    const queue = open();
    queue.add({ id: '1', text: 'one' });
    queue.remove('1');
    expect(queuedConversations()).toEqual([]);
  });

  it('ignores what someone else wrote in its place', () => {
    localStorage.setItem('throughline-queue:c', '{not json');
    expect(texts(open())).toEqual([]);
  });
});
