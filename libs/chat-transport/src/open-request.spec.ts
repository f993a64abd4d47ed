import type { ChunkFrame } from '@app/chat-protocol';
import { OpenRequest, type ResumeRequest } from './open-request.js';

const frame: ResumeRequest = {
  type: 'resume',
  requestId: 'r',
  id: 'conversation',
  lastSequence: undefined,
  headers: {},
  body: {},
  metadata: undefined,
};

const chunk = (sequence: number, offset: number, messageMetadata?: object): ChunkFrame => ({
  type: 'chunk',
  requestId: 'r',
  sequence,
  offset,
  chunk: { type: 'start', messageMetadata },
});

test('a request that got nothing opens a link as it was', () => {
  expect(new OpenRequest(frame).opening()).toEqual([frame]);
});

test('one that got chunks opens a link behind the last of them, on the turn they came from', () => {
  const request = new OpenRequest(frame);
  expect(request.advance(chunk(0, 3, { turnId: 't' }))).toBe(true);
  expect(request.advance(chunk(1, 7))).toBe(true);
  expect(request.opening()).toEqual([{ ...frame, turnId: 't', offset: 7, lastSequence: 1 }]);
});

test('chunks it has already do not move it back', () => {
  const request = new OpenRequest(frame);
  request.advance(chunk(0, 3));
  request.advance(chunk(1, 7));
  expect(request.advance(chunk(0, 3))).toBe(false);
  expect(request.opening()).toMatchObject([{ offset: 7, lastSequence: 1 }]);
});

test('a stopped one stops its turn, whose id it knows', () => {
  const request = new OpenRequest(frame);
  request.advance(chunk(0, 3, { turnId: 't' }));
  request.isAborted = true;
  expect(request.opening()).toEqual([
    { type: 'stop', requestId: 'r', turnId: 't' },
    { type: 'ping', requestId: 'r' },
  ]);
});
