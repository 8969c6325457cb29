/**
 * A folder as a tar stream, which is what the engine builds from.
 */
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { filesIn } from './definition.ts';

/** Not compressed: the engine is near, and jars do not shrink. */
export function packFolder(folder: string): Readable {
  const archive = pack();
  const fill = async () => {
    for (const name of filesIn(folder)) {
      const { size, mtime, mode } = statSync(join(folder, name));
      const isProgram = (mode & 0o100) !== 0;
      await pipeline(
        createReadStream(join(folder, name)),
        archive.entry({ name, size, mtime, mode: isProgram ? 0o755 : 0o644 }),
      );
    }
    archive.finalize();
  };
  fill().catch((error) => archive.destroy(error));
  return Readable.from(archive);
}
