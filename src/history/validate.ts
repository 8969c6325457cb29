/** Whether a line of a history says everything that an entry has to say, so that no measure meets half of one. */
import type { ActionName, EventBody, Operation, Outcome, PhaseName } from './entry.ts';

type Type = 'string' | 'number' | 'boolean' | 'object' | 'array' | 'number or null' | 'string or null';

// Written as records, so that a kind that is added to the types and not here is a type error.
const operationKinds: Record<Operation['kind'], true> = {
  produce: true,
  consume: true,
  read: true,
  'replica-read': true,
  administer: true,
  connect: true,
};
const outcomes: Record<Outcome, true> = { ok: true, fail: true, unknown: true };
const phases: Record<PhaseName, true> = {
  'warm-up': true,
  steady: true,
  fault: true,
  healing: true,
  recovery: true,
  'catch-up': true,
  'final-read': true,
  end: true,
};

const actions: Record<ActionName, true> = {
  'create-topics': true,
  'churn-topics': true,
  roll: true,
  finalize: true,
  migrate: true,
  revert: true,
};

const times = ['scheduledNs', 'invokedNs', 'completedNs'] as const;

const eventFields: Record<EventBody['kind'], Record<string, Type>> = {
  phase: { name: 'string' },
  'fault-injected': { fault: 'string', nodes: 'array', links: 'array', evidence: 'object' },
  'fault-healed': { fault: 'string', evidence: 'object' },
  action: { what: 'string', tookMs: 'number', detail: 'string' },
  inventory: { compared: 'string', differences: 'array' },
  trial: { what: 'string', works: 'boolean', found: 'string' },
  note: { what: 'string' },
  trouble: { what: 'string' },
  healed: { evidence: 'object' },
  leadership: { partition: 'number', leader: 'number or null', leaderEpoch: 'number', isr: 'array' },
  controller: { node: 'string or null', epoch: 'number or null' },
  committed: { group: 'string', partition: 'number', offset: 'number' },
  'replica-unread': { broker: 'number', partition: 'number' },
  group: { group: 'string', what: 'string', error: 'string or null' },
  'node-log': { node: 'string', what: 'string', line: 'string' },
  process: { node: 'string', running: 'boolean', exitCode: 'number or null' },
  heap: { node: 'string', liveBytes: 'number' },
  ensemble: { epoch: 'number', writes: 'number', processorMs: 'number' },
  'harness-stall': { fromNs: 'number', toNs: 'number' },
};

/** Why this is not an entry, as the end of a sentence, or undefined if it is one. */
export function whyNoEntry(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'it is not a JSON object';
  const entry = value as Record<string, unknown>;
  switch (entry.type) {
    case 'operation':
      return whyNoOperation(entry);
    case 'event':
      return whyNoEvent(entry);
    default:
      return `"${entry.type}" is not a type of entry`;
  }
}

function whyNoOperation(entry: Record<string, unknown>): string | undefined {
  if (!isKeyOf(operationKinds, entry.kind)) return `"${entry.kind}" is not a kind of operation`;
  if (!isKeyOf(outcomes, entry.outcome)) return `"${entry.outcome}" is not an outcome`;
  if (!isOf(entry.partition, 'number')) return 'the partition is missing';
  if (!isOf(entry.value, 'string')) return 'the value is missing';
  if (!isOf(entry.process, 'string')) return 'the process is missing';
  for (const time of times) if (!isTime(entry[time])) return `${time} is not a time`;
  if ((entry.completedNs as number) < (entry.invokedNs as number))
    return 'it was completed before it was invoked';
  if (entry.offset !== undefined && !isOf(entry.offset, 'number')) return 'the offset is not a number';
  if (entry.broker !== undefined && !isOf(entry.broker, 'number')) return 'the broker is not a number';
  if (entry.leaderEpoch !== undefined && !isOf(entry.leaderEpoch, 'number'))
    return 'the leader epoch is not a number';
  if (entry.error === undefined) return undefined;
  const error = entry.error as { name?: unknown } | null;
  return typeof error?.name === 'string' ? undefined : 'the error has no name';
}

function whyNoEvent(entry: Record<string, unknown>): string | undefined {
  if (!isTime(entry.timeNs)) return 'timeNs is not a time';
  if (!isKeyOf(eventFields, entry.kind)) return `"${entry.kind}" is not a kind of event`;
  for (const [name, type] of Object.entries(eventFields[entry.kind])) {
    if (!isOf(entry[name], type)) return `${name} is not a ${type}`;
  }
  if (entry.kind === 'leadership' && entry.replicas !== undefined && !isOf(entry.replicas, 'array'))
    return 'replicas is not an array';
  if (entry.kind === 'phase' && !isKeyOf(phases, entry.name)) return `"${entry.name}" is not a phase`;
  if (entry.kind === 'action' && !isKeyOf(actions, entry.what)) return `"${entry.what}" is not an action`;
  return undefined;
}

/** Nanoseconds since the run began; what a node logged of its start may lie before. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value);
}

function isOf(value: unknown, type: Type): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'number or null':
      return value === null || typeof value === 'number';
    case 'string or null':
      return value === null || typeof value === 'string';
    default:
      return typeof value === type;
  }
}

function isKeyOf<T extends object>(known: T, key: unknown): key is keyof T {
  return typeof key === 'string' && Object.hasOwn(known, key);
}
