/**
 * Requests to whoever has to be asked, with patience for a cluster that is about to have its controller again.
 */
import { type Connection, ResponseError } from '@platformatic/kafka';
import pRetry from 'p-retry';
import { EnvironmentError } from '../errors.ts';
import { type Admin, askController, namesOf } from './admin.ts';

/** How long Kafka may take over a request: less than our connections wait for the answer. */
export const answerWithinMs = 4_000;
/** Long enough for a new controller, and for a quorum that has just been started again to find one. */
const patience = { retries: 60, minTimeout: 100, maxTimeout: 1_000, maxRetryTime: 60_000 };

/** Errors that pass when the cluster has a controller again. */
export const passing = new Set([
  'NOT_CONTROLLER',
  'NOT_LEADER_OR_FOLLOWER',
  'BROKER_NOT_AVAILABLE',
  'LEADER_NOT_AVAILABLE',
  'REQUEST_TIMED_OUT',
]);

type Request<T> = (connection: Connection) => Promise<T>;

/**
 * Whom a request has to go to. Reassignments and elections are the controller's; a broker's own
 * configuration is read and changed at that broker only, by its id; all else any broker does, or passes on.
 */
type Addressee = 'controller' | 'any' | number;

/** Asks whom it has to ask, patiently. */
export async function ask<T>(
  admin: Admin,
  { what, whom }: { what: string; whom: Addressee },
  request: Request<T>,
): Promise<T> {
  const attempt = async () => {
    if (whom === 'any') return await admin.connections.askAny(request);
    if (whom === 'controller') return await askController(admin.connections, request);
    const server = (await admin.topicState('')).brokers.find(({ id }) => id === whom)?.server;
    if (server === undefined) throw new Error(`broker ${whom} is not in the cluster's metadata`);
    return await admin.connections.ask(server, request);
  };
  return await patiently(what, attempt);
}

/**
 * Does it, and again for a while where there was no answer, or one that says "not now".
 * @throws EnvironmentError that begins with `what`, and whose cause is Kafka's answer
 */
export async function patiently<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await pRetry(attempt, {
      ...patience,
      shouldRetry: ({ error }) => namesOf(error).every((each) => passing.has(each)),
    });
  } catch (error) {
    throw new EnvironmentError(`${what}: ${inWords(error as Error)}`, { cause: error });
  }
}

/** What comes of it, or undefined where the cluster cannot do it yet: for what is tried again while it heals. */
export async function ifPossible<T>(attempt: Promise<T>): Promise<T | undefined> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof EnvironmentError) return undefined;
    throw error;
  }
}

/** The request, for which Kafka's complaint is as good as success if it is not the first try: that one did it. */
export function doneIf(complaint: string, request: Request<unknown>): Request<void> {
  let tries = 0;
  return async (connection) => {
    tries++;
    try {
      await request(connection);
    } catch (error) {
      if (tries === 1 || !namesOf(error).includes(complaint)) throw error;
    }
  };
}

/** Kafka's names of what is wrong, each with what the broker says about it. */
function inWords(error: Error): string {
  if (!(error instanceof ResponseError)) return error.message;
  const complaints = error.errors.map((each: Error & { serverErrorMessage?: string | null }) => each);
  return namesOf(error)
    .map((name, index) => [name, complaints[index]!.serverErrorMessage].filter(Boolean).join(', '))
    .join('; ');
}
