#!/bin/sh
# Writes /opt/kafka/jvm.args, the arguments with which every role of this image starts its JVM, and the class archive
# that they name. A JVM that maps loaded and linked classes from an archive starts in about half the CPU time.
#
# Java 25 records one process into an AOT cache. Older Java writes lists of the classes that processes loaded, and
# dumps an archive of the merged lists. So the training is small clusters of all roles, with clients at work.
#
# The archive must fit the class path and the garbage collector exactly, or a JVM silently does without. Hence the
# explicit class path in an argument file, and the checks at the end.
set -eu
kafka=/opt/kafka
here=$kafka/training
work=$(mktemp -d)
cd "$work"

# The class path in a fixed order (a wildcard's order is not), and the JVM options of Kafka's own kafka-run-class.sh.
{
  echo "-cp"
  printf '%s:' $kafka/libs/*.jar | sed 's/:$//'
  echo
  echo "-server -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35"
  echo "-XX:+ExplicitGCInvokesConcurrent -Djava.awt.headless=true"
} > jvm.args
heap="-Xms256m -Xmx1g"
logging="-Dlog4j.configuration=file:$here/log4j.properties -Dlog4j2.configurationFile=$here/log4j2.properties"

if java -XX:AOTMode=auto -version > /dev/null 2>&1; then has_aot=yes; else has_aot=; fi

# start NAME LINE ARGUMENT… : starts a JVM in the background, its process id in $pid_NAME. `await NAME` then returns
# once its output says LINE, or it has ended.
start() {
  name=$1 line=$2
  shift 2
  mkfifo "$name.out" "$name.ready"
  { sed "/$line/q"; echo > "$name.ready"; cat; } < "$name.out" > "$name.log" &
  java @jvm.args $heap $logging "$@" > "$name.out" 2>&1 &
  eval "pid_$name=$!"
}
await() {
  read -r _ < "$1.ready"
  eval "kill -0 \$pid_$1" 2> /dev/null || { tail -n 20 "$1.log"; echo "$1 did not start" >&2; exit 1; }
}
# Ends a JVM in good order, so that it writes what it has recorded.
stop() {
  eval "kill -TERM \$pid_$1; wait \$pid_$1" || true
}
abandon() {
  eval "kill -KILL \$pid_$1; wait \$pid_$1" 2> /dev/null || true
}

# What makes a JVM record its classes under a name.
record() {
  if [ -n "$has_aot" ]; then echo "-XX:AOTMode=record -XX:AOTConfiguration=$work/$1.aotconf"
  else echo "-Xshare:off -XX:DumpLoadedClassList=$work/$1.classes"
  fi
}

# Common to the brokers of both modes; $1 is the broker's number.
broker_properties() {
  echo "listener.security.protocol.map=CLIENT:PLAINTEXT,REPLICATION:PLAINTEXT,CONTROLLER:PLAINTEXT"
  echo "inter.broker.listener.name=REPLICATION"
  echo "log.dirs=$work/data-$1"
  # The last broker has nobody to hand its partitions to, and need not insist.
  echo "controlled.shutdown.retry.backoff.ms=100"
}
use_cluster() {
  client="java @jvm.args -Xmx256m $logging"
  # Until Kafka 3.6 the command was the core's.
  topic="--bootstrap-server $1 --create --topic training --partitions 6 --replication-factor $2"
  $client org.apache.kafka.tools.TopicCommand $topic > client.log 2>&1 || $client kafka.admin.TopicCommand $topic > client.log 2>&1
  $client org.apache.kafka.tools.VerifiableProducer --bootstrap-server "$1" --topic training --max-messages 1000 \
    --throughput 1000 --acks -1 > client.log 2>&1
  $client org.apache.kafka.tools.VerifiableConsumer --bootstrap-server "$1" --topic training --group-id training \
    --max-messages 1000 > client.log 2>&1
}

train_kraft() {
  for n in 1 2 3; do
    mkdir "data-$n"
    printf 'version=1\ncluster.id=AAAAAAAAAAAAAAAAAAAAAQ\nnode.id=%s\n' $n > "data-$n/meta.properties"
    {
      broker_properties $n
      echo "process.roles=broker,controller"
      echo "node.id=$n"
      echo "controller.listener.names=CONTROLLER"
      echo "controller.quorum.voters=1@127.0.0.1:9301,2@127.0.0.1:9302,3@127.0.0.1:9303"
      echo "listeners=CLIENT://127.0.0.1:910$n,REPLICATION://127.0.0.1:920$n,CONTROLLER://127.0.0.1:930$n"
    } > kraft$n.properties
    if [ $n = 1 ] || [ -z "$has_aot" ]; then recording=$(record kraft$n); else recording=; fi
    start kraft$n 'started (kafka.server.KafkaRaftServer)' $recording kafka.Kafka kraft$n.properties
  done
  for n in 1 2 3; do await kraft$n; done
  use_cluster 127.0.0.1:9101 3
  stop kraft1
  [ -n "$has_aot" ] || stop kraft2
  abandon kraft2
  abandon kraft3
  rm -r data-*
}

train_zookeeper() {
  for n in 1 2 3; do
    mkdir "data-zk$n"
    echo $n > "data-zk$n/myid"
    {
      printf 'tickTime=2000\ninitLimit=10\nsyncLimit=5\nadmin.enableServer=false\nquorumListenOnAllIPs=true\n'
      printf '4lw.commands.whitelist=*\ndataDir=%s/data-zk%s\nclientPort=210%s\n' "$work" $n $n
      for m in 1 2 3; do echo "server.$m=127.0.0.1:220$m:230$m"; done
    } > zk$n.properties
    start zk$n 'LEADER ELECTION TOOK' $(record zk$n) org.apache.zookeeper.server.quorum.QuorumPeerMain zk$n.properties
  done
  for n in 1 2 3; do await zk$n; done
  for n in 1 2; do
    {
      broker_properties $n
      echo "broker.id=$n"
      echo "zookeeper.connect=127.0.0.1:2101,127.0.0.1:2102,127.0.0.1:2103"
      echo "listeners=CLIENT://127.0.0.1:910$n,REPLICATION://127.0.0.1:920$n"
      echo "offsets.topic.replication.factor=2"
    } > broker$n.properties
    start broker$n 'started (kafka.server.KafkaServer)' $(record broker$n) kafka.Kafka broker$n.properties
  done
  for n in 1 2; do await broker$n; done
  use_cluster 127.0.0.1:9101 2
  for each in broker2 broker1 zk1 zk2 zk3; do stop $each; done
}

train_kraft
if ls $kafka/libs/zookeeper-*.jar > /dev/null 2>&1; then train_zookeeper; fi

if [ -n "$has_aot" ]; then
  archive=$kafka/kafka.aot
  java @jvm.args $heap -XX:AOTMode=create -XX:AOTConfiguration=kraft1.aotconf -XX:AOTCache=$archive > dump.log 2>&1
  echo "-XX:AOTCache=$archive" >> jvm.args
  # Recorded profiles make the compiler so busy at the start that three nodes on two cores start half a second later;
  # and a broker is to be measured as it compiles itself, not as our training did.
  echo "-XX:+UnlockDiagnosticVMOptions -XX:-AOTReplayTraining" >> jvm.args
  strict=-XX:AOTMode=on
else
  archive=$kafka/kafka.jsa
  # Numbers of classes differ between lists, and the class path's loaders need none; other loaders' are left out.
  cat ./*.classes | grep -v -e ' source: ' -e '^#' | sed 's/ id: [0-9]*$//' | sort -u > all.classes
  { grep -v '^@' all.classes; grep '^@' all.classes; } > merged.classes
  java @jvm.args $heap -Xshare:dump -XX:SharedClassListFile=merged.classes -XX:SharedArchiveFile=$archive > dump.log 2>&1
  echo "-XX:SharedArchiveFile=$archive" >> jvm.args
  strict=-Xshare:on
fi
cp jvm.args $kafka/jvm.args
chmod 644 $archive $kafka/jvm.args

# The archive is there, fits both heap sizes that the roles run with, and it is where Kafka comes from.
for most in 512m 1g; do
  java @$kafka/jvm.args -Xms256m -Xmx$most $strict -Xlog:class+load:file=load.log kafka.Kafka --version > check.log 2>&1 ||
    { cat dump.log check.log; echo "the class archive cannot be used" >&2; exit 1; }
  grep -q '^.* kafka\.Kafka source: shared objects file' load.log ||
    { tail -n 20 dump.log; echo "the class archive does not hold Kafka" >&2; exit 1; }
done
cd /
rm -r "$work"
