/** The internal parts of kafkajs that kafkajs-mend.ts touches. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    scheduleCheckPendingRequests(this: { pending: unknown[] }): void;
  }
}
declare module 'kafkajs/src/consumer/runner.js' {
  export default class Runner {
    fetch(this: { running: boolean }, nodeId: string): Promise<unknown[]>;
  }
}
