/**
 * Where the time of a boot goes. The parts follow each other; the first three are those of the quorum, because the
 * brokers start when it serves.
 */

/** Durations in milliseconds; together they are the whole boot. */
export interface BootTimes {
  /** Networks, hosts, Toxiproxy, links and containers, until the last node of the quorum is started. */
  createMs: number;
  /** Until the last JVM of the quorum has written its first line. */
  jvmMs: number;
  /** Until the quorum has its leader: KRaft's active controller, or ZooKeeper's. */
  electionMs: number;
  /** Until the last node serves. */
  readyMs: number;
  totalMs: number;
}

const electedLine = /Becoming the active controller at epoch|LEADING - LEADER ELECTION TOOK/;

export interface BootClock {
  /** The container of a node has been started. */
  started(nodeName: string): void;
  sawLine(nodeName: string, line: string): void;
  read(): BootTimes;
}

export function bootClock(quorum: readonly string[]): BootClock {
  const began = performance.now();
  const sinceBegan = () => performance.now() - began;
  const silent = new Set(quorum);
  let created = 0;
  let spoken = 0;
  let elected = 0;
  return {
    started(nodeName) {
      if (quorum.includes(nodeName)) created = sinceBegan();
    },
    sawLine(nodeName, line) {
      if (silent.delete(nodeName)) spoken = sinceBegan();
      if (electedLine.test(line)) elected ||= sinceBegan();
    },
    read() {
      const totalMs = sinceBegan();
      const jvm = Math.max(created, spoken);
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
