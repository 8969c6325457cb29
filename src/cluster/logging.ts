/**
 * Logging set up so that everything reaches the container's output. Kafka's own files send the controller's and
 * the state changes' loggers to files of their own (additivity=false), where nobody outside could read them.
 */

/** The JVM option that names the file, and the file, for a Kafka version: Log4j 1 (reload4j) until 3.x, Log4j 2 from 4.0. */
export function loggingFor(kafkaVersion: string): { option: string; fileName: string; content: string } {
  return Number(kafkaVersion.split('.')[0]) >= 4
    ? { option: '-Dlog4j2.configurationFile=', fileName: 'log4j2.properties', content: log4j2 }
    : { option: '-Dlog4j.configuration=file:', fileName: 'log4j.properties', content: log4j1 };
}

/** The same line in both: UTC time with milliseconds, level, text, logger. The logger in parentheses ends the line. */
const log4j1 = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.EnhancedPatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d{yyyy-MM-dd'T'HH:mm:ss,SSS}{UTC}] %p %m (%c)%n
log4j.logger.state.change.logger=INFO
log4j.logger.kafka.controller=INFO
log4j.logger.org.apache.kafka.controller=INFO
`;

const log4j2 = `status=error
appender.stdout.type=Console
appender.stdout.name=stdout
appender.stdout.layout.type=PatternLayout
appender.stdout.layout.pattern=[%d{yyyy-MM-dd'T'HH:mm:ss,SSS}{UTC}] %p %m (%c)%n
rootLogger.level=info
rootLogger.appenderRef.stdout.ref=stdout
logger.stateChange.name=state.change.logger
logger.stateChange.level=info
logger.controller.name=org.apache.kafka.controller
logger.controller.level=info
`;
