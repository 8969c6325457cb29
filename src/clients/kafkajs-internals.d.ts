/** The one internal part of kafkajs that kafkajs-mend.ts touches. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    scheduleCheckPendingRequests(this: { pending: unknown[] }): void;
  }
}
