/**
 * Which Java runs which Kafka: the newest that the Kafka version supports officially, as far as Debian has it.
 */

export type JavaMajor = 17 | 21 | 25;

/** @param kafkaVersion such as 3.9.2 */
export function javaFor(kafkaVersion: string): JavaMajor {
  const [major = 0, minor = 0] = kafkaVersion.split('.').map(Number);
  const isAtLeast = (wantedMajor: number, wantedMinor: number) =>
    major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  if (isAtLeast(4, 2)) return 25;
  return isAtLeast(3, 9) ? 21 : 17;
}

/** The Debian release that has a headless runtime of this Java. */
export function debianReleaseWith(java: JavaMajor): string {
  return java === 17 ? 'bookworm' : 'trixie';
}
