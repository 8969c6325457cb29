/**
 * The command line: names, options and exit statuses. What commands do is in commands/.
 */
import { Command, CommanderError } from 'commander';
import { check } from './commands/check.ts';
import { claims } from './commands/claims.ts';
import { clean, down, up } from './commands/clusters.ts';
import { compare } from './commands/compare.ts';
import { compose } from './commands/compose.ts';
import { doctor } from './commands/doctor.ts';
import { list, listNames } from './commands/list.ts';
import {
  anything,
  repeatable,
  withCluster,
  withExperiments,
  withSettings,
  withSizes,
  withWorkload,
} from './commands/option-help.ts';
import { recommend } from './commands/recommend.ts';
import { report } from './commands/report.ts';
import { run } from './commands/run.ts';
import { setup } from './commands/setup.ts';
import { sweep } from './commands/sweep.ts';
import { trend } from './commands/trend.ts';
import { upgrade } from './commands/upgrade.ts';
import { causes, EnvironmentError, exitStatus, UsageError } from './errors.ts';
import { suites } from './experiment/experiment.ts';
import { version } from './version.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

const interruption = new AbortController();

/**
 * Aborts on Ctrl-C, SIGTERM and SIGHUP: whoever is at work then heals, removes, and comes back. Only for commands that do so; the
 * others end at once, as any program does.
 */
function interruptible(): AbortSignal {
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      say(
        interruption.signal.aborted ? 'still removing what was started …' : `${name}: healing and removing …`,
      );
      interruption.abort(new Error(`interrupted by ${name}`));
    });
  }
  return interruption.signal;
}

// Whoever reads may have gone (`| head`): what is being done goes on to its end, above all the healing.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const program = new Command('kafka-chaos')
  .description('Breaks real Kafka clusters, in ZooKeeper mode and in KRaft mode, and measures what it cost.')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: () => {} })
  .addHelpText('after', '\nExit status: 0 all expectations hold, 1 one does not, 2 unknown, 64 wrong usage.');

let status: number = exitStatus.pass;

withExperiments(program.command('run'))
  .description('run experiments; without --mode in zk and kraft, side by side')
  .argument('[experiment...]', 'names (see list), or paths of experiment files')
  .option('--suite <name>', `all experiments of a suite instead: ${suites.join(', ')}`)
  .option('--repeat <n>', 'how often each')
  .option('--shard <i/n>', 'only this part of the runs; report puts the parts together')
  .option('--parallel <n>', 'how many runs at once')
  .option('--no-again', 'do not repeat a run that decided nothing')
  .option('--seed <n>', 'seed of random choices')
  .option('--out <dir>', 'where results go; new or empty')
  .option('--keep', 'leave the cluster running')
  .option('--dry-run', 'say what would be done, and do nothing')
  .action(async (names: string[], flags) => {
    status = await run(names, flags, say, interruptible());
  });

withExperiments(program.command('sweep'))
  .description('try settings against each other, each combination on fresh clusters')
  .argument('[experiment...]', 'experiments whose outage is measured; --set says which values are tried')
  .option('--study <name>', 'a sweep that has a name instead (see list)')
  .option(
    '--against <experiment>',
    'an experiment in which nothing dies, to see how steady it is; repeatable',
    repeatable,
    [],
  )
  .option('--measure <name>', 'the number of run.json that says how long an outage was')
  .option('--repeat <n>', 'how often each')
  .option('--points <n>', 'at most so many combinations; of a larger grid, a sample')
  .option('--parallel <n>', 'how many runs at once')
  .option('--no-again', 'do not repeat a run that decided nothing')
  .option('--seed <n>', 'seed of random choices')
  .option('--out <dir>', 'where results go; with those of the same sweep in it, it goes on with them')
  .option('--dry-run', 'say what would be done, and do nothing')
  .action(async (names: string[], flags) => {
    status = await sweep(names, flags, say, interruptible());
  });

program
  .command('recommend')
  .description('which settings of a sweep to run with, what they buy and cost; without Docker')
  .argument('<dir...>', 'folders of results of a sweep')
  .option('--max-outage <duration>', 'the longest outage that is acceptable: 10s, 500ms, 2m')
  .option(
    '--max-false-failovers <n>',
    'how many are acceptable in a round of the experiments in which nothing dies; without it, the least that any setting reached',
  )
  .option('--file <file>', 'write the recommendation there too, as Markdown')
  .option('--svg <file>', 'draw it there: outage against false failovers')
  .action((folders: string[], flags) => {
    status = recommend(folders, flags);
  });

program
  .command('compare')
  .description(
    'two nights, versions or settings against each other: better, worse, or not to be told; without Docker',
  )
  .argument('<base>', 'folder of results')
  .argument('<head>', 'folder of results that are compared with these')
  .option('--gate', 'exit status 1 if anything is worse')
  .option('--all', 'show also where nothing is better or worse')
  .option(
    '--smallest-percent <n>',
    'the smallest difference worth caring about, of the median of base; 10 by default',
  )
  .option('--smallest-ms <n>', 'and at least so much of a length; 250 by default')
  .option('--file <file>', 'write the comparison there too, as Markdown')
  .action((base: string, head: string, flags) => {
    status = compare(base, head, flags);
  });

const rehearsal = program
  .command('upgrade')
  .description(
    'rehearse a rolling upgrade, or a migration to KRaft, on a cluster of its own, under load: go or no-go',
  )
  .option('--from <version>', 'the version that the cluster has; zk for a migration')
  .option('--to <version>', 'the version that it is to have; kraft for a migration')
  .option('--kafka <version>', 'the version on which it is migrated; 3.9.2 by default')
  .option('--then <version>', 'the version to which a migrated cluster goes on')
  .option('--mode <mode>', 'kraft, or kraft-combined')
  .option(
    '--rollback-after <part>',
    'go back from there first: controllers, brokers; or a phase of a migration',
  )
  .option(
    '--fault-in <phase=fault:target>',
    'break that while a part of it is under way; repeatable',
    repeatable,
    [],
  )
  .option('--before <dir>', 'results of experiments on the old version, for the document; with --after')
  .option('--after <dir>', 'results of the same experiments on the new version')
  .option('--forget <broker>', 'leave a broker out of a migration, to see that this is noticed')
  .option(
    '--topics <file>',
    'topics of yours that a migration has to keep, as kafka-topics.sh describes them',
  )
  .option('--max-outage <duration>', 'the longest outage of writes that is acceptable; 10s by default')
  .option('--broker-config <file>', 'server.properties of your brokers, to be taken over as far as it can');
withWorkload(withSettings(withSizes(rehearsal), anything))
  .option('--no-again', 'do not repeat a run that decided nothing')
  .option('--seed <n>', 'seed of random choices')
  .option('--out <dir>', 'where results go; new or empty')
  .option('--dry-run', 'say what would be done, and do nothing')
  .action(async (flags) => {
    status = await upgrade(flags, say, interruptible());
  });

program
  .command('report')
  .description('write the pages of results again, or put the shards of a suite together; without Docker')
  .argument('<dir...>', 'folders of results')
  .option('--out <dir>', 'where to; new or empty. Without it, into the folder itself')
  .option('--title <text>', 'what the report is called')
  .option('--since <dir>', 'results to compare with, such as those of the night before')
  .action(async (folders: string[], flags) => {
    status = await report(folders, flags);
  });

program
  .command('check')
  .description('measure and judge stored histories again, without Docker')
  .argument('<dir>', 'the folder of a run, or of many')
  .action(async (folder: string) => {
    status = await check(folder);
  });

program
  .command('claims')
  .description('what is said about Kafka, what was measured, and whether it holds')
  .argument('[dir...]', 'folders of results; without any, those that come with the project')
  .option('--run', 'make first the runs that a verdict still lacks: five of each there have to be')
  .option('--mode <modes>', 'in which modes; zk and kraft by default')
  .option('--kafka <version>', 'Kafka version of these runs')
  .option('--out <dir>', 'where results of these runs go; new or empty')
  .option('--dry-run', 'say which runs would be made, and do nothing')
  .option('--file <file>', 'write the table there instead')
  .action(async (folders: string[], flags) => {
    status = await claims(folders, flags, say, interruptible());
  });

program
  .command('trend')
  .description('how the numbers of experiments went over many nights; without Docker')
  .argument('[experiment]', 'night by night; without one, all of them in a line each')
  .option('--results <dir>', 'the folder with the folders of the nights; results/ by default')
  .option('--db <file>', 'the database that keeps the nights; trend.duckdb in that folder by default')
  .option('--measure <name>', 'which number of run.json; produce.longestMs by default')
  .option('--mode <modes>', 'only these modes')
  .option('--kafka <version>', 'only this Kafka version')
  .option('--svg <file>', 'draw it, too')
  .action(async (experiment: string | undefined, flags) => {
    status = await trend(experiment, flags, say, interruptible());
  });

program
  .command('list')
  .description(listNames.join(', '))
  .argument('[what]', 'one of them')
  .action(async (what?: string) => {
    status = await list(what);
  });

withCluster(program.command('up'))
  .description('boot a cluster to play with, and leave it running; without --mode in kraft')
  .action(async (flags) => {
    status = await up(flags, say, interruptible());
  });

program
  .command('down')
  .description('remove clusters that were left running')
  .argument('[cluster]', 'only this one')
  .action(async (id?: string) => {
    status = await down(id, say);
  });

withCluster(program.command('compose'))
  .description('write the topology as a compose file; without --mode that of kraft')
  .option('--out <file>', 'where to; into compose/ by default')
  .action(async (flags) => {
    status = await compose(flags, say);
  });

program
  .command('doctor')
  .description('say what is there, what is missing, and how to fix it')
  .action(async () => {
    status = (await doctor({ say: (line) => process.stdout.write(`${line}\n`) }))
      ? exitStatus.pass
      : exitStatus.unknown;
  });

program
  .command('setup')
  .description('put everything there that runs need')
  .option('--kafka <versions>', 'Kafka versions, several with commas')
  .action(async (flags: { kafka?: string }) => {
    await setup({ ...(flags.kafka !== undefined && { kafkaVersions: flags.kafka.split(',') }), say });
  });

program
  .command('clean')
  .description('remove what interrupted runs left in Docker; nothing else')
  .option('--all', 'also clusters that were left running on purpose')
  .action(async (flags: { all?: boolean }) => {
    status = await clean(flags.all ?? false, say);
  });

try {
  await program.parseAsync();
} catch (error) {
  status = statusOf(error);
}
// What goes into a pipe is written behind our back, and would be cut off.
await Promise.all(
  [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
);
// Client libraries may still hold timers and sockets of brokers that are gone.
process.exit(status);

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitStatus.pass;
    say(error.message.replace(/^error: /, ''));
    return exitStatus.usage;
  }
  const [cause, ...further] = causes(error);
  const isToBeRead = cause instanceof UsageError || cause instanceof EnvironmentError;
  if (isToBeRead) say(cause.message);
  else if (!interruption.signal.aborted) say(cause.stack ?? String(cause));
  for (const { message } of further) say(message);
  return cause instanceof UsageError ? exitStatus.usage : exitStatus.unknown;
}
