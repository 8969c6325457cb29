/**
 * Where the time of a boot goes: the parts follow each other, each until the last node is through with it.
 */

/** Durations in milliseconds; together they are the whole boot. */
export interface BootTimes {
  /** Networks, Toxiproxy, links and containers, until the last node's container is started. */
  createMs: number;
  /** Until the last JVM has written its first line. */
  jvmMs: number;
  /** Until the controller is elected: KRaft's active controller, or ZooKeeper mode's controlling broker. */
  electionMs: number;
  /** Until the last node serves. */
  readyMs: number;
  totalMs: number;
}

const electedLine = /Becoming the active controller at epoch|successfully elected as the controller/;

export interface BootClock {
  /** A node's container has been started. */
  created(): void;
  sawLine(nodeName: string, line: string): void;
  read(): BootTimes;
}

export function bootClock(): BootClock {
  const began = performance.now();
  const speaking = new Set<string>();
  let created = 0;
  let lastFirstLine = 0;
  let elected = 0;
  return {
    created() {
      created = performance.now() - began;
    },
    sawLine(nodeName, line) {
      if (!speaking.has(nodeName)) {
        speaking.add(nodeName);
        lastFirstLine = performance.now() - began;
      }
      if (electedLine.test(line)) elected = performance.now() - began;
    },
    read() {
      const totalMs = performance.now() - began;
      const jvm = Math.max(created, lastFirstLine);
      const election = Math.max(jvm, elected);
      return {
        createMs: created,
        jvmMs: jvm - created,
        electionMs: election - jvm,
        readyMs: totalMs - election,
        totalMs,
      };
    },
  };
}
