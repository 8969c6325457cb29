/**
 * Says what is there, what is missing and how to fix it. It changes nothing: it does not even start an engine.
 */
import { readFileSync, statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { adviceFor, type Reached, reachEngine } from '../engine/engine.ts';
import { findLeftovers } from '../engine/leftovers.ts';
import { whereKafkaImage } from '../images/kafka-image.ts';
import { imageSourceVariable } from '../images/source.ts';
import { hasToxiproxyImage, toxiproxyReference } from '../images/toxiproxy-image.ts';
import { usualKafkaVersions } from './setup.ts';

/** One thing that was looked at; `mend` says what to do about it if it is not as it should be. */
export interface Finding {
  subject: string;
  found: string;
  mend?: string | undefined;
}

const gibibyte = 2 ** 30;
/** Six nodes of about 300 MiB, and the images of two versions. */
const wanted = { node: 24, cores: 2, memoryBytes: 4 * gibibyte, diskBytes: 5 * gibibyte };

/** Prints one line a finding. @returns whether nothing is to be mended */
export async function doctor({ say }: { say(line: string): void }): Promise<boolean> {
  const findings = [...aboutProgram(), ...(await aboutEngine())];
  for (const finding of findings) say(lineOf(finding));
  return findings.every(({ mend }) => mend === undefined);
}

/** A finding for people. */
export function lineOf({ subject, found, mend }: Finding): string {
  return `${mend === undefined ? 'ok  ' : 'MEND'}  ${subject.padEnd(12)} ${found}${mend === undefined ? '' : ` -> ${mend}`}`;
}

function aboutProgram(): Finding[] {
  const major = Number(process.versions.node.split('.')[0]);
  return [
    {
      subject: 'Node',
      found: `${process.versions.node} (${process.execPath})`,
      mend: major >= wanted.node ? undefined : 'npm run chaos brings a newer one along',
    },
    {
      subject: 'npm packages',
      found: hasPackages() ? 'installed' : 'incomplete',
      mend: hasPackages() ? undefined : 'npm run chaos installs them; or npm ci',
    },
  ];
}

/** npm writes this file when an installation is complete; start.mjs sees to it that it is the right one. */
function hasPackages(): boolean {
  try {
    readFileSync(join(import.meta.dirname, '../../node_modules/.package-lock.json'));
    return true;
  } catch {
    return false;
  }
}

async function aboutEngine(): Promise<Finding[]> {
  let reached: Reached | undefined;
  try {
    reached = await reachEngine();
  } catch (error) {
    return [{ subject: 'engine', found: (error as Error).message, mend: 'start it, or name another' }];
  }
  if (reached === undefined) {
    const size = { cores: availableParallelism(), memoryBytes: totalmem() };
    return [{ subject: 'engine', found: 'none answers', mend: adviceFor() }, ...aboutSize(size)];
  }
  const { docker, address } = reached;
  const info = await docker.info();
  return [
    { subject: 'engine', found: `Docker ${info.ServerVersion}, by ${address.how}` },
    {
      subject: 'storage',
      found: `${info.Driver} in ${info.DockerRootDir}`,
      mend: info.Driver === 'vfs' ? 'vfs copies every image for every container: use overlay2' : undefined,
    },
    ...aboutDisk(info.DockerRootDir),
    ...aboutSize({ cores: info.NCPU, memoryBytes: info.MemTotal }),
    ...(await aboutImages(docker)),
    await aboutLeftovers(docker),
  ];
}

function aboutSize({ cores, memoryBytes }: { cores: number; memoryBytes: number }): Finding[] {
  return [
    {
      subject: 'cores',
      found: String(cores),
      mend: cores >= wanted.cores ? undefined : `numbers need at least ${wanted.cores}`,
    },
    {
      subject: 'memory',
      found: inGibibytes(memoryBytes),
      mend:
        memoryBytes >= wanted.memoryBytes
          ? undefined
          : `six nodes want ${inGibibytes(wanted.memoryBytes)}: give the engine more, or use fewer nodes`,
    },
  ];
}

/** Nothing, if the engine's folder is on another machine. */
function aboutDisk(folder: string): Finding[] {
  try {
    const { bavail, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    const mend = free >= wanted.diskBytes ? undefined : `free ${inGibibytes(wanted.diskBytes)} in ${folder}`;
    return [{ subject: 'disk', found: `${inGibibytes(free)} free`, mend }];
  } catch {
    return [];
  }
}

async function aboutImages(docker: Docker): Promise<Finding[]> {
  const missing = 'not there yet';
  const mend = `"setup" puts it there (${imageSourceVariable}: ${process.env[imageSourceVariable] || 'not set'})`;
  const findings: Finding[] = [];
  for (const version of usualKafkaVersions) {
    const where = await whereKafkaImage(docker, version);
    findings.push({
      subject: `Kafka ${version}`,
      found: where ?? missing,
      mend: where === undefined ? mend : undefined,
    });
  }
  const has = await hasToxiproxyImage(docker);
  findings.push({
    subject: 'Toxiproxy',
    found: has ? toxiproxyReference : missing,
    mend: has ? undefined : mend,
  });
  return findings;
}

async function aboutLeftovers(docker: Docker): Promise<Finding> {
  const leftovers = await findLeftovers(docker);
  return {
    subject: 'leftovers',
    found: leftovers.length === 0 ? 'none' : `of ${leftovers.length} interrupted runs`,
    mend: leftovers.length === 0 ? undefined : '"clean" removes them, and so does the next run',
  };
}

function inGibibytes(bytes: number): string {
  return `${(bytes / gibibyte).toFixed(1)} GiB`;
}
