/**
 * ElectLeaders (API key 43), which @platformatic/kafka does not have: version 2, the first with flexible headers,
 * after clients/src/main/resources/common/message/ElectLeaders*.json of Kafka.
 */
import { createAPI, type Reader, ResponseError, Writer } from '@platformatic/kafka';

const apiKey = 43;
const apiVersion = 2;

/** Types of election: the preferred replica becomes leader; or any live one, in sync or not. */
export const electionTypes = { preferred: 0, unclean: 1 } as const;
type ElectionType = (typeof electionTypes)[keyof typeof electionTypes];

interface TopicPartitions {
  topic: string;
  partitions: number[];
}

interface ElectLeadersResponse {
  errorCode: number;
  results: { topic: string; partitions: { partition: number; errorCode: number }[] }[];
}

type ElectLeadersRequest = [type: ElectionType, topics: TopicPartitions[], timeoutMs: number];

/*
  ElectLeaders Request (Version: 2) => election_type [topic_partitions] timeout_ms TAG_BUFFER
    election_type => INT8
    topic_partitions => topic [partitions] TAG_BUFFER
      topic => COMPACT_STRING
      partitions => INT32
    timeout_ms => INT32
*/
function createRequest(...[type, topics, timeoutMs]: ElectLeadersRequest): Writer {
  return Writer.create()
    .appendInt8(type)
    .appendArray(topics, (writer, { topic, partitions }) => {
      writer.appendString(topic).appendArray(partitions, (w, each) => w.appendInt32(each), true, false);
    })
    .appendInt32(timeoutMs)
    .appendTaggedFields();
}

/*
  ElectLeaders Response (Version: 2) => throttle_time_ms error_code [replica_election_results] TAG_BUFFER
    throttle_time_ms => INT32
    error_code => INT16
    replica_election_results => topic [partition_result] TAG_BUFFER
      topic => COMPACT_STRING
      partition_result => partition_id error_code error_message TAG_BUFFER
        partition_id => INT32
        error_code => INT16
        error_message => COMPACT_NULLABLE_STRING
*/
function parseResponse(_: number, key: number, version: number, reader: Reader): ElectLeadersResponse {
  const errors: Record<string, [number, string | null]> = {};
  reader.readInt32();
  const errorCode = reader.readInt16();
  if (errorCode !== 0) errors['/'] = [errorCode, null];
  const results = reader.readArray((_, i) => ({
    topic: reader.readString(),
    partitions: reader.readArray((_, j) => {
      const result = { partition: reader.readInt32(), errorCode: reader.readInt16() };
      const message = reader.readNullableString();
      if (result.errorCode !== 0) errors[`/results/${i}/partitions/${j}`] = [result.errorCode, message];
      return result;
    }),
  }));
  reader.readTaggedFields();
  const response = { errorCode, results };
  if (Object.keys(errors).length > 0) throw new ResponseError(key, version, errors, response);
  return response;
}

export const electLeadersV2 = createAPI<ElectLeadersRequest, ElectLeadersResponse>(
  apiKey,
  apiVersion,
  createRequest,
  parseResponse,
);
