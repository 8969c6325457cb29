/**
 * Files on their way into a container: Docker takes them as a tar archive.
 */
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';

export interface FileForContainer {
  /** Absolute path in the container. */
  name: string;
  content: Buffer | string;
}

/**
 * The files as an archive, readable and writable for every user: the image decides which user runs, and its name
 * says nothing about its number.
 */
export function tarOf(files: readonly FileForContainer[]): Readable {
  const archive = pack();
  for (const { name, content } of files)
    archive.entry({ name: name.replace(/^\//, ''), mode: 0o666 }, content);
  archive.finalize();
  return Readable.from(archive);
}
