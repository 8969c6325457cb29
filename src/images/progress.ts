/**
 * The engine reports on long work in a stream of JSON messages, and reports failure there as well.
 */
import type Docker from 'dockerode';

export interface EngineMessage {
  stream?: string;
  status?: string;
  id?: string;
  error?: string;
  aux?: { ID?: string };
}

/** Follows a report to its end. @throws an Error with the engine's own words, if the work failed */
export function followEngine(
  docker: Docker,
  report: NodeJS.ReadableStream,
  onMessage: (message: EngineMessage) => void = () => {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    let failure: string | undefined;
    docker.modem.followProgress(
      report,
      (error) => {
        const message = error?.message ?? failure;
        if (message === undefined) resolve();
        else reject(new Error(message));
      },
      (message: EngineMessage) => {
        failure = message.error ?? failure;
        onMessage(message);
      },
    );
  });
}
