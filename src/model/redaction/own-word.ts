/**
 * Whether a word, or each word of a compound such as `WorkerSinkTask`, `tasks.max` or `UNKNOWN_TOPIC`, is one of the
 * list. Compounds with a hyphen are none: so people write passwords.
 */
export function isOwnWord(part: string): boolean {
  ownWords ??= new Set(ownWordsList.split(/\s+/));
  if (isListed(part.replace(/['’]/g, '').toLowerCase())) return true;
  const words = part
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .split(/^[A-Z\d_]+$/.test(part) ? '_' : /[\s.$]/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
  return words.every((word) => isListed(word) && !inPasswords.has(word));
}

/** Words that people make up passwords and examples of them with. */
const inPasswords: ReadonlySet<string> = new Set(
  'credential credentials hidden pass password passwords provider resolved token value vault'.split(' '),
);

function isListed(word: string): boolean {
  return word.length === 1 || stems(word).some((one) => ownWords?.has(one) === true);
}

/** A word and what it may be a form of. */
function stems(word: string): string[] {
  const [, stem = '', ending = ''] = /^(.{3,}?)(s|es|ed|d|ing|ly|er|able|ion)?$/.exec(word) ?? [];
  if (ending === '') return [word];
  // `stopped`, `ceasing`, `retries`.
  const doubled = /(.)\1$/.test(stem) ? [stem.slice(0, -1)] : [];
  const fromY = stem.endsWith('i') ? [`${stem.slice(0, -1)}y`] : [];
  return [word, stem, `${stem}e`, ...doubled, ...fromY];
}

let ownWords: ReadonlySet<string> | undefined;

/**
 * The words of messages of Kafka, Kafka Connect, the JVM, drivers and common plugins, and our own about exceptions.
 * Endings (`-s`, `-ed`, `-ing`) are found without being listed. Everyday passwords are left out on purpose.
 */
const ownWordsList = `
a able about above abort absent accept access account acknowledge across action active actual acquire add additional
address after again against alias all allocate allocation allow already also alter although always amount an and
another any anything api app appear append application apply are argument around array as ask assign assignment at
attempt attribute authenticate authentication authenticator authority authorization authorize auto available avro await
back backend background bad batch be because become been before begin begun behind being below best between beyond big
binary binlog bit block body boolean boot bootstrap both bound boundary bounds break broke broken broker browser bucket
buffer bug build builder built bulk but by byte cache call callback can cannot capability capacity case cast catalog
catch cause certificate certification chain change channel char character charset check checksum choose chunk cipher class
classloader classpath clause cleanup clear client clock close cluster code codec collection column command comment commit
committed common communicate communication compact compare compatible compile complete component compress compression
compute condition config configurable configuration configure confirm conflict connect connection connectivity connector
connectors consider consistent constant constraint construct constructor consume consumer contact contain container content
context continue control controller conversion convert converter cookie coordinator copy correct corrupt could count
create creation credential cron current cursor custom damage data database date day dead deadlock debezium decimal
declare decode decompress default defer define definition delay delegate delete delimiter delivery denied dense deny
depend dependency deploy deprecated descriptor deserialize deserializer design destination detail detect determine device
did differ different digest directory disable discard disconnect discover disk dispatch distributed do document does
domain done doubt down download driver drop due dummy duplicate duration during dynamic each early eight either elapsed
elasticsearch element eligible else email empty enable encode encoding encounter encrypt end endpoint enforce engine
enough ensure enter entity entry enum envelope environment eof epoch equal err error escape establish evaluate even event
ever every exact exactly exceed except exception exchange exclude exclusive execute execution executor exist existing
exit expect expire explicit export express expression extend extension external extra extract factory fail failed failover
failure false fatal fault feature fence fenced fetch fetcher few field file filter final find finish first fit five fix
flag float flow flush folder follow for forbid forbidden force foreign format forward found four fourth free frequency
from full function further future gateway generate generated generation generic get give given global go gone good got
grant greater group guarantee had halt handle handler handshake hang happen has hash have he header health healthy heap
heartbeat held help here hidden high hint history hold home host hostname hour how however http https id identical
identifier identify identity idle if ignore illegal implement implementation import impossible in inactive include
incoming incompatible incomplete inconsistent incorrect increase increment index indicate info inherit init initial
initialize initializer inner input insert inside inspect install instance instantiate instead insufficient int integer
integrity intend interface internal interrupt interval into invalid invoke io ip ipv is isolation issue issuer it item
its itself jar java jaas jdbc jdk jmx join json jvm kafka keep kerberos key keyspace keystore kind klass knew know known
lack lag language large last late latency latest latin lead leader least leave left length less let level library
like limit line link list listen listener literal little load loader local locale locate location lock log logger
logical login logon long longer look lookup loop lose loss lost low lsn made magic main maintain make malformed manage manager
mandatory manual many map mapping mark marshal mask master match max maximum may maybe mean mechanism medium member
memory message metadata method metric might millis millisecond min minimum minute mirror mismatch miss mode model modify
module moment mongo mongodb monitor more most mount move ms much multi multiple must mutual mutually mysql name namespace
native near necessary need negative neither nest network never new next nine no node nodes non none nor normal not note
nothing notice now null number numeric object obtain occur of off offer offset often ok old older on once one only open
openssl operate operation operator option optional or oracle order ordering org origin original other otherwise our out
outer outside over overflow overlap override own owner pack package page pair parallel parameter parent parse parser
part partial participant particular partition partitioner pass password past patch path pattern pause pem
pending per perform period permanent permission permit persist phase physical ping pipe pkcs pkix place plain plan please plugin
plus point policy poll pool port position positive possible post postgres postgresql postmaster precede precision precondition
predicate prefer prefix prepare present prevent previous primary principal print prior privilege problem procedure proceed
process processor produce producer profile progress prohibit project promote propagate properties property protect protocol
provide provided provider proxy publication publish pull purge purpose push put query queue quit quorum quota quote
raise random range rate rather raw reach react read reader ready really reason reassign rebalance rebalancing receive
recent recognize recommend reconcile reconnect record recover recovery recursive redirect redo reduce refer reference
refresh refuse regex region register registration registry regular reject rejoin related relation release relevant reload
remain remote remove rename repair repeat replace replica replicate replication replicator reply report repository
represent request require reroute reserve reset resolve resolver resource respond response rest restart restore restrict result
resume retain retention retriable retrieve retry return reuse revoke right role roll rollback root rotate round route router
row rule run runnable runtime safe same sample sasl save say scale scan schedule schema schemas scheme scope scram script
search second secs section security see seek seem segment select self semantic send sender sensitive sent separate separator
sequence serial serialize serializer series serve server service session set setting setup seven several severe shard share
shared short should show shown shut shutdown shutting side sign signal signature signed silent similar simple simultaneous
since single sink site size skip sleep slot slow small smallint smt snapshot snappy snowflake so socket software some
something source space specific specify split splunk sql sqlserver sqlstate ssh ssl stack stage stale standalone standard
start state statement static statistic status stay step still stop stopped storage store stored stream strict string
struct structure style sub subject submit subscribe subscription succeed success successful successfully such suffix
suggest supply support suppress suppressed sure suspend swap switch symbol sync synchronize synchronous syntax syslog
system table tablespace take taken target task tasks tcp tell temp template temporary ten term terminate test text than
that the their them then there these they thing third this those though thousand thread three threshold throttle throw
thrown thus time timeout timestamp timezone tls tmp to together token tolerance tolerate tombstone too took tool top topic
topics total touch trace track traffic transaction transactional transfer transform transformation transforms transient translate
transport trigger trim true truncate trust trusted truststore try turn two type unable unauthorized unavailable uncaught
unchanged unclean under undefined underlying understand undo unexpected unhandled unhealthy union unique unit
unknown unlike unmatched unparseable unreachable unreadable unrecognized unrecoverable unresolved unset unstable
unsupported until up update upgrade upload upstream uri url us usage use user username using utf utility uuid valid
validate validation validator valueless value varchar variable varying verify version via view violate violation virtual visible
void volume wait wake want warn warning was way we web well went were what when where whether which while white
whitelist whose why wide width will window with within without word work worker workers would wrap write writer written
wrong xml yes yet yield you your zero zip zone zookeeper zstd
aborted acknowledged acl acls admin admins alert aws azure beginning bin blacklist cancelled canceled changelog commits
connecting conn consumers cooldown dbz deadletterqueue dlq dns doc docs eager ended epoll errors exec expired fetched
filename filestream gcs getting gmt group groups guid gtid hdfs hive idempotent incremental inclusive inet io iterator
jks kdc krb ksql ktable lib libs lines localhost markable memberid metastore misconfigured nio null nullable oauth occurred
oidc oom opening openid opposite overridden parquet partitions pg pgoutput pkcs pre producers protobuf rds realm rebalanced
recommended regexes reloading replicas retries rollover running s schemaless selector setup sizing smtp sni ssltls ssl
standby starting stopping storing subclass subnet supertype svc tasks tenant timed timezones tx txn typed udp utc valueof
vault vgtid wakeup wal warehouse writable xid xlog zk
access accessing isn wasn aren doesn don didn won couldn wouldn shouldn hasn haven hadn weren ain ll re ve im
contain contradict contains answered answer answers built builds newer needs knows fits fit together against than later
unavailable unsuccessful recompiled rejects rejected unless whole wrongly yourself zeroed
thrown killed kill suitable db fully momentarily typically concurrent membership began sha payload reconfigure parameter na
re-create recreate non-null nonnull topic-partition read-only built-in multi-line schema-registry non-empty ssl-tls double-check
auto-commit in-memory re-run well-known non-recoverable end-to-end rack-aware tls-enabled plug-in run-time non-retriable
scram-sha-256 scram-sha-512 sha-1 sha-256 sha-512 utf-8 json_sr tlsv1.2 tlsv1.3 threw heap
nullpointer ascii unicode whitespace digits letters prefixed suffixes indexes indices hex unexpectedly entries applies
tries retried dropped got gotten sought seeked fulfilled exhausted evicted refusing replied bytes avail
`;
