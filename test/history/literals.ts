/** Short ways to write a history down in a test. All times in milliseconds since the run began. */
import type { Entry, Event, EventBody, Operation, PhaseName } from '../../src/history/entry.ts';

export const ns = (ms: number) => Math.round(ms * 1e6);

type Fields = Partial<Omit<Operation, 'scheduledNs' | 'invokedNs' | 'completedNs'>> & {
  scheduledMs?: number;
};

let serial = 0;

/** An operation invoked and completed at these times; `ok` unless said otherwise, on partition 0. */
export function operation(invokedMs: number, completedMs: number, fields: Fields = {}): Operation {
  const { scheduledMs = invokedMs, ...rest } = fields;
  return {
    type: 'operation',
    kind: 'produce',
    process: 'probe',
    partition: 0,
    scheduledNs: ns(scheduledMs),
    invokedNs: ns(invokedMs),
    completedNs: ns(completedMs),
    outcome: 'ok',
    value: `v${serial++}`,
    ...rest,
  };
}

/** A produce operation that ended not ok. */
export function failure(
  invokedMs: number,
  completedMs: number,
  name: string,
  fields: Fields = {},
): Operation {
  return operation(invokedMs, completedMs, { outcome: 'fail', error: { name }, ...fields });
}

/** A record written to an offset, acknowledged two milliseconds after its invocation. */
export function write(invokedMs: number, value: string, offset: number, fields: Fields = {}): Operation {
  return operation(invokedMs, invokedMs + 2, { value, offset, ...fields });
}

export function consume(atMs: number, value: string, offset: number, fields: Fields = {}): Operation {
  return operation(atMs, atMs, { kind: 'consume', process: 'consumer', value, offset, ...fields });
}

export function read(atMs: number, value: string, offset: number, fields: Fields = {}): Operation {
  return operation(atMs, atMs, { kind: 'read', process: 'reader', value, offset, ...fields });
}

export function event(atMs: number, body: EventBody): Event {
  return { type: 'event', timeNs: ns(atMs), ...body };
}

export function phase(atMs: number, name: PhaseName): Event {
  return event(atMs, { kind: 'phase', name });
}

export function stall(fromMs: number, toMs: number): Event {
  return event(toMs, { kind: 'harness-stall', fromNs: ns(fromMs), toNs: ns(toMs) });
}

export function leadership(
  atMs: number,
  leader: number | null,
  leaderEpoch: number,
  isr: number[],
  partition = 0,
  replicas?: number[],
) {
  const known = replicas === undefined ? {} : { replicas };
  return event(atMs, { kind: 'leadership', partition, leader, leaderEpoch, isr, ...known });
}

export function controller(atMs: number, node: string | null, epoch: number | null): Event {
  return event(atMs, { kind: 'controller', node, epoch });
}

export function injected(atMs: number, nodes: string[] = ['broker-1'], fault = 'kill'): Event {
  return event(atMs, { kind: 'fault-injected', fault, nodes, links: [], evidence: { running: false } });
}

export function healed(
  atMs: number,
  fault = 'kill',
  hit: { nodes?: string[]; links?: string[] } = {},
): Event {
  return event(atMs, { kind: 'fault-healed', fault, ...hit, evidence: { running: true } });
}

/** Successes every `everyMs`, each taking 2 ms, the last scheduled before `toMs`. */
export function steady(fromMs: number, toMs: number, everyMs = 20, fields: Fields = {}): Operation[] {
  const operations: Operation[] = [];
  for (let at = fromMs; at < toMs; at += everyMs) operations.push(operation(at, at + 2, fields));
  return operations;
}

/** In order of completion, as a journal is. */
export function inTime(...entries: (Entry | Entry[])[]): Entry[] {
  const at = (entry: Entry) => (entry.type === 'event' ? entry.timeNs : entry.completedNs);
  return entries.flat().toSorted((a, b) => at(a) - at(b));
}
