// Reads back what a letter tells: the events of its run, and of those that people are shown the names.
import type { Letter } from '../domain/delivery.ts';
import type { KeeperEvent } from '../domain/event.ts';
import { worstFirst } from '../domain/worst-first.ts';
import { MOST_LINES, type Message, type MessageLine } from '../ports/receiver.ts';
import type { StateStore } from '../ports/store.ts';
import { allPages } from './all-pages.ts';
import { readCurrentRow } from './current-rows.ts';

/** @throws StoreUnavailable */
export async function composeMessage(store: StateStore, identity: string, letter: Letter): Promise<Message> {
  const { id, runId, time } = letter;
  const events: KeeperEvent[] = [];
  for await (const event of allPages((page) => store.listEvents(page))) {
    if (event.time < time) break;
    if (event.identity === identity && event.runId === runId) events.push(event);
  }
  const shown = worstFirst(events).slice(0, MOST_LINES);
  const lines = await Promise.all(shown.map((event) => toLine(store, identity, event)));
  return { id, identity, runId, time, events, lines };
}

async function toLine(store: StateStore, identity: string, event: KeeperEvent): Promise<MessageLine> {
  const { subscriptionId } = event;
  if (subscriptionId === undefined) return { event };
  const { row } = await readCurrentRow(store, identity, subscriptionId);
  // What is expected and was never seen has the name that it was put on the list with.
  const entry = row === undefined ? await store.readExpected(subscriptionId) : undefined;
  const name = row?.displayName ?? entry?.name;
  const customer = row?.tenantName ?? entry?.customer;
  return { event, ...(name !== undefined && { name }), ...(customer !== undefined && { customer }) };
}
