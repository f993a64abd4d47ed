import { matchPath } from 'react-router';
import { createId } from '../ui/create-id';
import { chatClient } from './chat-client';
import { ConversationSession } from './conversation-session';
import { queuedConversations } from './message-queue';

/** Idle conversations kept loaded; the least recently opened ones beyond that are dropped. */
const MAX_IDLE = 20;

const sessions = new Map<string, ConversationSession>();

/** The session of a conversation, made on first use. */
export function sessionFor(conversationId: string): ConversationSession {
  const session = sessions.get(conversationId) ?? new ConversationSession(conversationId, chatClient);
  sessions.delete(conversationId);
  sessions.set(conversationId, session); // a Map keeps insertion order: the last one is the newest
  dropIdle();
  return session;
}

/** A conversation that begins on this page. */
export function startConversation(): ConversationSession {
  const session = sessionFor(createId());
  session.startNew();
  return session;
}

export function loadedSession(conversationId: string): ConversationSession | undefined {
  return sessions.get(conversationId);
}

export function loadedSessions(): ConversationSession[] {
  return [...sessions.values()];
}

export function forgetSession(conversationId: string): void {
  sessions.get(conversationId)?.close();
  sessions.delete(conversationId);
}

/** Whether this part of an address can be a conversation's; the server would refuse any other. */
export function isConversationId(id: string | undefined): id is string {
  return id !== undefined && /^[\w-]{1,64}$/.test(id);
}

/** Loads the conversation of the page's address, before there is anything on screen that would ask for it. */
export function openShown({ pathname, search }: Location): void {
  const id = matchPath('/c/:id', pathname)?.params.id;
  if (isConversationId(id)) void sessionFor(id).open(new URLSearchParams(search).get('m'));
}

/** Goes on with what an earlier page left waiting for its answers. */
export function openQueued(): void {
  for (const id of queuedConversations()) void sessionFor(id).open();
}

function dropIdle(): void {
  const idle = loadedSessions().filter((session) => !session.isBusy && session.queue.messages.length === 0);
  for (const session of idle.slice(0, Math.max(0, idle.length - MAX_IDLE))) forgetSession(session.id);
}
