/** What experiments, and programs that build on kafka-chaos, import. */
export { defineExperiment, type ExperimentInput } from './experiment/experiment.ts';
export { intact } from './experiment/intact.ts';
export { type MigrationInput, migration } from './experiment/migration-experiment.ts';
export { rollingUpgrade, type UpgradeAsked } from './experiment/upgrade-experiment.ts';
export type { Entry, Event, Operation } from './history/entry.ts';
export { readHistory } from './history/reader.ts';
export { type Measured, measureHistory } from './results/measure-history.ts';
export { type Run, runSchema } from './results/run-json.ts';
export { defineStudy, type StudyInput } from './sweep/study.ts';
export { migrationPhases } from './topology/migration.ts';
