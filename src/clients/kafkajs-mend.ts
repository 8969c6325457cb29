/**
 * Takes a busy loop out of kafkajs 2.2.4 (its issues 1704 and 1751): every connection that has ever answered looks
 * a thousand times a second whether requests wait, for ever, because it computes a time to wait from a moment in
 * 1970. Measuring needs a harness that is idle when it has nothing to do. Looking only when something waits is all
 * that is changed.
 */
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const look = RequestQueue.prototype.scheduleCheckPendingRequests;

RequestQueue.prototype.scheduleCheckPendingRequests = function (this: { pending: unknown[] }) {
  if (this.pending.length > 0) look.call(this);
};
