/**
 * Who may import whom, part of `npm test`. A folder that is not named in `mayImport` imports nothing of ours but
 * what is at the top of src (errors, version).
 *
 *   topology ← history ← measures, checkers, statistics ← results ← claims, comparison, tradeoff, trend, rehearsal ← reports
 *   topology ← engine ← images ← cluster, clients ← observers, faults, workloads ← upgrade ← experiment ← suite, sweep ← commands ← entries
 */
const pure = ['topology', 'history'];
const measured = [...pure, 'measures', 'checkers', 'statistics'];
const told = [...measured, 'results', 'text'];
const running = [...pure, 'engine', 'images', 'cluster', 'clients'];

const mayImport = {
  topology: [],
  text: [],
  history: ['topology'],
  measures: pure,
  checkers: [...pure, 'measures', 'text'],
  statistics: [...pure, 'measures', 'checkers'],
  results: [...measured, 'text'],
  claims: told,
  comparison: told,
  tradeoff: told,
  trend: told,
  rehearsal: told,
  reports: [...told, 'tradeoff'],
  engine: [],
  images: ['topology', 'engine'],
  cluster: ['topology', 'engine', 'images'],
  clients: ['topology', 'history'],
  observers: running,
  faults: running,
  workloads: running,
  upgrade: [...running, 'faults'],
  experiment: [...running, ...told, 'observers', 'faults', 'workloads', 'upgrade'],
  suite: ['topology', 'cluster', 'results', 'text', 'experiment'],
  sweep: ['topology', 'cluster', 'checkers', 'results', 'experiment', 'suite'],
  commands: [
    ...running,
    ...told,
    'observers',
    'faults',
    'workloads',
    'reports',
    'tradeoff',
    'experiment',
    'suite',
    'sweep',
    'claims',
    'comparison',
    'trend',
    'rehearsal',
    'upgrade',
  ],
};

/** Packages that only some folders may know. */
const onlyIn = {
  dockerode: ['engine', 'images', 'cluster'],
  testcontainers: ['cluster'],
  'toxiproxy-node-client': ['cluster'],
  kafkajs: ['clients'],
  '@platformatic/kafka': ['clients'],
  uplot: ['reports'],
  'd3-scale': ['reports', 'trend'],
  '@duckdb/node-api': ['trend'],
};

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-unlisted-package',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'unknown'] },
    },
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      comment: `src/${folder} may import of src only: ${[folder, ...allowed].join(', ')}`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/[^/]+/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
    })),
    ...Object.entries(onlyIn).map(([name, folders]) => ({
      name: `only-${folders.join('-')}-imports-${name.replace(/[^a-z]+/g, '-')}`,
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(${folders.join('|')})/` },
      // Types cost nothing at run time and carry handles through: what must stay in one place is the calls.
      to: { path: `node_modules/${name}/`, dependencyTypesNot: ['type-only'] },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.json'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
