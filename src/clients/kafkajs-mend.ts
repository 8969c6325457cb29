/**
 * Takes two busy loops out of kafkajs 2.2.4. Measuring needs a harness that is idle when it has nothing to do, and
 * that can be stopped.
 *
 * - Every connection that has ever answered looks a thousand times a second whether requests wait, for ever, because it
 *   computes a time to wait from a moment in 1970 (its issues 1704 and 1751). It looks only when something waits.
 * - A consumer that is stopped while its fetchers are being made anew, because a broker has died, has fetchers that ask
 *   the stopped runner again and again without a pause: no timer and no signal gets a turn any more, and the process
 *   cannot even be interrupted (seen after Ctrl-C right behind a kill). It pauses.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import Runner from 'kafkajs/src/consumer/runner.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const look = RequestQueue.prototype.scheduleCheckPendingRequests;

RequestQueue.prototype.scheduleCheckPendingRequests = function (this: { pending: unknown[] }) {
  if (this.pending.length > 0) look.call(this);
};

const fetch = Runner.prototype.fetch;
const pauseMs = 50;

Runner.prototype.fetch = async function (this: { running: boolean }, nodeId: string) {
  if (!this.running) await sleep(pauseMs);
  return await fetch.call(this, nodeId);
};
