/**
 * The settings that ZooKeeper knows. It takes any other key without a word, as a Java system property, and no
 * command of it lists what it knows: so the list is here, from the Administrator's Guide of ZooKeeper 3.8.
 */
const keys = new Set(
  `
  clientPort clientPortAddress secureClientPort secureClientPortAddress observerMasterPort dataDir dataLogDir tickTime
  initLimit syncLimit connectToLearnerMasterLimit leaderServes electionAlg maxTimeToWaitForEpoch reconfigEnabled
  standaloneEnabled skipACL quorumListenOnAllIPs multiAddress.enabled multiAddress.reachabilityCheckTimeoutMs
  multiAddress.reachabilityCheckEnabled peerType localSessionsEnabled localSessionsUpgradingEnabled
  globalOutstandingLimit preAllocSize snapCount commitLogCount snapSizeLimitInKb txnLogSizeLimitInKb maxCnxns
  maxClientCnxns minSessionTimeout maxSessionTimeout fsync.warningthresholdms syncEnabled
  autopurge.snapRetainCount autopurge.purgeInterval extendedTypesEnabled watchManagerName
  watcherCleanThreadsNum watcherCleanThreshold watcherCleanIntervalInSeconds maxInProcessingDeadWatchers
  bitHashCacheSize fastleader.minNotificationInterval fastleader.maxNotificationInterval
  forceSync jute.maxbuffer jute.maxbuffer.extrasize 4lw.commands.whitelist tcpKeepAlive electionPortBindRetry
  zookeeper.request.timeout flushDelay maxWriteQueuePollTime maxBatchSize requestThrottleLimit
  requestThrottleStallTime requestThrottleDropStale requestStaleLatencyCheck requestStaleConnectionCheck
  advancedFlowControlEnabled learner.asyncSending learner.closeSocketAsync leader.closeSocketAsync
  forward.learner.requests.to.commit.processor.disabled serverCnxnFactory nio.numSelectorThreads nio.numWorkerThreads
  commitProcessor.numWorkerThreads nio.sessionlessCnxnTimeout nio.shutdownTimeout snapshot.compression.method
  snapshot.trust.empty audit.enable metricsProvider.className metricsProvider.httpPort admin.enableServer
  admin.serverAddress admin.serverPort admin.idleTimeout admin.commandURL digest.enabled
  connectionMaxTokens connectionTokenFillTime connectionTokenFillCount connectionFreezeTime connectionDropIncrease
  connectionDropDecrease connectionDecreaseRatio connection_throttle_global_session_weight
  connection_throttle_local_session_weight connection_throttle_renew_session_weight
  clientTcpKeepAlive throttledOpWaitTime enforce.auth.enabled enforce.auth.schemes sessionRequireClientSASLAuth
  readonlymode.enabled leader.snapPingIntervalInSeconds
  `
    .trim()
    .split(/\s+/),
);

/** Whether ZooKeeper knows a setting; those of a member (`server.4`, `group.1`, `weight.1`) carry a number. */
export function knownZooKeeperKey(key: string): boolean {
  return keys.has(key) || /^(server|group|weight)\.\d+$/.test(key);
}
