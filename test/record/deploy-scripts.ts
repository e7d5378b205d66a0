/** A script that deploys connectors, as teams write them, and what import reads from it without running it. */
export interface DeployScript {
  readonly title: string;
  readonly text: string;
  /** Files beside the script. */
  readonly files?: Readonly<Record<string, string>>;
  /** How it is started; `bash deploy.sh` unless given. */
  readonly command?: readonly string[];
  readonly script?: string;
  /** Values that the script gives to variables which stay variables. */
  readonly sets?: Readonly<Record<string, string>>;
  /** The connectors that are read. Every other connector that it sends must be listed. */
  readonly reads: readonly string[];
  /** The lines of calls that are listed, because it is not known what they send. */
  readonly lists?: readonly number[];
}

const json = (topics: string, more = '') =>
  `{"connector.class":"FileStreamSink","tasks.max":"2","topics":"${topics}"${more}}`;
const named = (name: string, topics: string) => `{"name":"${name}","config":${json(topics)}}`;
const header = `-H 'Content-Type: application/json'`;
const url = 'http://connect:8083/connectors';
const files = { 'connectors/a.json': json('a'), 'connectors/b.json': json('b') };

/** The environment of each script. */
export const scriptEnvironment = { TOPIC: 'from-env', DB_HOST: 'db.internal', ENV_NAME: 'dev' };

/** Forms of scripts in which the body of a call is certain, or is not. */
export const deployScripts: readonly DeployScript[] = [
  {
    title: 'a quoted body with escapes of JSON',
    text: `curl -s -X PUT ${header} ${url}/a/config -d '${json('a', ',"file":"\\u00e9\\n\\\\d \\"x\\"","n":1.50,"b":true')}'`,
    reads: ['a'],
  },
  {
    title: 'a here-document without a quoted delimiter',
    text: `base=http://connect:8083
PREFIX=team
curl -s -X POST ${header} "$base/connectors" -d @- <<EOF
{
  "name": "orders",
  "config": {
    "connector.class": "FileStreamSink",
    "topics": "\${PREFIX}.orders.$ENV_NAME",
    "host": "$DB_HOST",
    "price": "\\$5 and \\\\n",
    "tasks.max": 1
  }
}
EOF`,
    reads: ['orders'],
  },
  {
    title: 'a here-document with a quoted delimiter',
    text: `curl -s -X POST ${header} --data @- ${url} <<'EOF'
{"name":"orders","config":{"connector.class":"FileStreamSink","topics":"\${PREFIX}","host":"$DB_HOST","b":"\`x\` \\\\$y"}}
EOF`,
    reads: ['orders'],
  },
  {
    title: 'a here-document whose tabs are removed',
    text: `if true; then
\tcurl -s -X PUT ${header} ${url}/a/config -d @- <<-JSON
\t\t{"connector.class":"FileStreamSink",
\t\t"topics":"a\tb"}
\tJSON
fi`.replace('a\tb', 'ab'),
    reads: ['a'],
  },
  {
    title: 'a here-string',
    text: `curl -s -X PUT ${header} ${url}/a/config -d @- <<< '${json('a')}'`,
    reads: ['a'],
  },
  {
    title: 'the contents of a file as an argument',
    text: `curl -s -X PUT ${header} ${url}/a/config --data "$(cat connectors/a.json)"
curl -s -X PUT ${header} ${url}/b/config --data "$(<connectors/b.json)"`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'files beside the script',
    text: `DIR="$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)"
curl -sf -X PUT ${header} --data-binary @"$DIR/connectors/a.json" ${url}/a/config
curl -sf -X PUT ${header} --data-binary "@\${DIR}/connectors/b.json" ${url}/b/config`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'files that lose their line breaks with -d',
    text: `curl -s -X PUT ${header} -d @c.json ${url}/a/config`,
    files: { 'c.json': '{\r\n  "connector.class": "FileStreamSink",\r\n  "topics": "a"\r\n}\r\n' },
    reads: ['a'],
  },
  {
    title: 'a loop over files',
    text: `for file in connectors/*.json; do
  name=$(basename "$file" .json)
  curl -s -X PUT ${header} -d @"$file" "${url}/$name/config"
done`,
    files,
    reads: [],
    lists: [3],
  },
  {
    title: 'a loop over words',
    text: `for name in a b; do
  curl -s -X PUT ${header} -d @connectors/$name.json ${url}/$name/config
done`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'a loop over an array',
    text: `names=(a b)
for name in "\${names[@]}"; do
  curl -s -X PUT ${header} -d @"connectors/\${name}.json" "${url}/\${name}/config"
done`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'a function with a name and a body',
    text: `create() {
  local name=$1
  local config="$2"
  echo "creating $name"
  curl -s -o /dev/null -X PUT ${header} "${url}/\${name}/config" -d "$config"
}
create a '${json('a')}'
create b '${json('b')}'
create a '${json('second')}'`,
    reads: ['a', 'b'],
  },
  {
    title: 'a function with positional parameters in its body',
    text: `function sink { curl -s -X PUT ${header} ${url}/$1-sink/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"$2\\",\\"file\\":\\"/tmp/\${1}.txt\\"}"; }
sink orders orders.v1
sink payments payments.v2`,
    reads: ['orders-sink', 'payments-sink'],
  },
  {
    title: 'a function that reads its standard input',
    text: `put() { curl -s -X PUT ${header} -d @- "${url}/$1/config"; }
put a < connectors/a.json
put b <<EOF
${json('b-$ENV_NAME')}
EOF`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'pipes of printf, echo and cat',
    text: `printf '%s' '${json('a')}' | curl -s -X PUT ${header} -d @- ${url}/a/config
echo '${json('b')}' | curl -s -X PUT ${header} --data-binary @- ${url}/b/config
cat connectors/a.json | curl -s -X PUT ${header} -T - ${url}/c/config`,
    files,
    reads: ['a', 'b', 'c'],
  },
  {
    title: 'envsubst with variables of the script and of the environment',
    text: `export SCHEMA=public
LOCAL_ONLY=unset-for-envsubst
envsubst < t.json | curl -s -X PUT ${header} -d @- ${url}/a/config
cat t.json | envsubst '$SCHEMA' | curl -s -X PUT ${header} -d @- ${url}/b/config`,
    files: { 't.json': json('${TOPIC}', ',"table":"${SCHEMA}.t"') },
    reads: ['a', 'b'],
  },
  {
    title: 'jq and sed',
    text: `jq .config w.json | curl -s -X PUT ${header} -d @- ${url}/a/config
sed "s/FileStreamSink/Other/" connectors/a.json | curl -s -X PUT ${header} -d @- ${url}/b/config
body=$(jq -n --arg t "$TOPIC" '{"connector.class":"FileStreamSink","topics":$t}')
curl -s -X PUT ${header} -d "$body" ${url}/c/config`,
    files: { ...files, 'w.json': named('a', 'a') },
    reads: [],
    lists: [1, 2, 4],
  },
  {
    title: 'a command in a container',
    text: `docker compose exec -T connect curl -s -X PUT ${header} http://connect:8083/connectors/a/config -d '${json('a')}'
kubectl -n kafka exec -i deploy/connect -- curl -s -X PUT ${header} -d @- ${url}/b/config <<EOF
${json('b')}
EOF
kubectl exec connect-0 -- curl -s -X PUT ${header} -d @connectors/a.json ${url}/c/config`,
    files,
    reads: ['a', 'b'],
    lists: [5],
  },
  {
    title: 'a shell in a container',
    text: `docker exec connect bash -c 'curl -s -X PUT ${header.replaceAll("'", '"')} -d @connectors/a.json ${url}/a/config'
docker exec -i connect sh -c "curl -s -X PUT -H Content-Type:application/json -d '{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"$TOPIC\\"}' ${url}/b/config"
docker exec -i connect sh -c "curl -s -X PUT -H Content-Type:application/json -d '{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"c\\"}' ${url}/c/config"
docker exec -i connect sh -c 'curl -s -X PUT -H Content-Type:application/json -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"$TOPIC\\"}" ${url}/d/config'`,
    files,
    reads: ['c'],
    lists: [1, 2, 4],
  },
  {
    title: 'waiting and retrying',
    text: `set -euo pipefail
until curl -sf -o /dev/null ${url}; do sleep 1; done
while [[ "$(curl -s -o /dev/null -w '%{http_code}' http://connect:8083/connector-plugins)" != 200 ]]; do sleep 1; done
until curl -sf -X PUT ${header} -d @connectors/a.json ${url}/a/config; do
  echo retrying; sleep 1
done
for i in 1 2 3; do
  if curl -sf -X PUT ${header} -d @connectors/b.json ${url}/b/config; then break; fi
  sleep 1
done`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'deleting before creating again',
    text: `curl -s -X DELETE ${url}/a
curl -s -X POST ${header} -d '${named('a', 'a')}' ${url}
curl -s -X POST ${header} -d '${named('b', 'b')}' ${url}
curl -s -X DELETE ${url}/b`,
    reads: ['a'],
    lists: [3],
  },
  {
    title: 'branches',
    text: `if [[ "$ENV_NAME" == "prod" ]]; then TASKS=8; else TASKS=1; fi
case "$ENV_NAME" in
  prod) host=p ;;
  *) host=d ;;
esac
curl -s -X PUT ${header} ${url}/a/config -d '{"connector.class":"FileStreamSink","topics":"a","tasks.max":"'$TASKS'","host":"'"$host"'"}'
if curl -sf ${url}/b > /dev/null; then
  curl -s -X PUT ${header} ${url}/b/config -d '${json('b')}'
else
  curl -s -X POST ${header} ${url} -d '${named('b', 'b')}'
fi`,
    reads: ['a', 'b'],
    sets: { TASKS: '1', host: 'd' },
  },
  {
    title: 'settings of another file',
    text: `TOPIC=before
source ./settings.env
curl -s -X PUT ${header} ${url}/a/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"$SETTING\\"}"
set -a; . ./settings.env; set +a
envsubst < t.json | curl -s -X PUT ${header} ${url}/b/config -d @-`,
    files: { 'settings.env': 'SETTING=sourced\n', 't.json': json('${SETTING}') },
    reads: ['a'],
    lists: [5],
    sets: { SETTING: 'sourced' },
  },
  {
    title: 'assignments that belong to other commands',
    text: `TOPIC=wrong true
env TOPIC=wrong true
make -n TOPIC=wrong -f /dev/null all 2>/dev/null
( TOPIC=subshell )
curl -s -X PUT ${header} ${url}/a/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"\${TOPIC}\\"}"`,
    reads: ['a'],
  },
  {
    title: 'parameter expansions',
    text: `HOST=\${DB_HOST:-localhost}
NAME=orders.v1
curl -s -X PUT ${header} ${url}/a/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"\${NAME%.v1}\\"}"
curl -s -X PUT ${header} ${url}/b/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"\${TOPIC:?}\\",\\"h\\":\\"$HOST\\"}"
curl -s -X PUT ${header} ${url}/c/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"\${NAME^^} \${#NAME}\\"}"`,
    reads: ['b'],
    lists: [3, 5],
  },
  {
    title: 'options in arrays and in variables',
    text: `OPTS=(-s -X PUT -H 'Content-Type: application/json')
FLAGS="-s -X PUT -H Content-Type:application/json"
curl "\${OPTS[@]}" -d @connectors/a.json ${url}/a/config
curl $FLAGS -d @connectors/b.json ${url}/b/config`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'short and long options in one word',
    text: `curl -sXPUT -HContent-Type:application/json -d@connectors/a.json ${url}/a/config
curl --silent --request=PUT 2>/dev/null || curl --silent --request PUT --header "Content-Type: application/json" --url ${url}/b/config --data-raw '${json('b')}'
curl -s --json '${named('c', 'c')}' ${url}
curl -s -XPUT ${header} "${url}/d/config" -d '${json('d')}' -o /dev/null -w '%{http_code}\\n' --retry 3 --max-time 10 -u admin:pw`,
    files,
    reads: ['a', 'b', 'c', 'd'],
  },
  {
    title: 'Windows line ends',
    command: ['bash', 'run.sh'],
    files: { 'run.sh': `tr -d '\\r' < deploy.sh > unix.sh; bash unix.sh\n` },
    text: `PREFIX=team\r\ncurl -s -X PUT ${header} \\\r\n  ${url}/a/config \\\r\n  -d '{\r\n"connector.class":"FileStreamSink",\r\n"topics":"'$PREFIX'"}'\r\n`,
    reads: ['a'],
  },
  {
    title: 'a script without an extension',
    script: 'bin/deploy',
    command: ['bash', 'bin/deploy'],
    text: `#!/usr/bin/env bash\ncd "$(dirname "$0")/.."\ncurl -s -X PUT ${header} -d @connectors/a.json ${url}/a/config\n`,
    files,
    reads: ['a'],
  },
  {
    title: 'the recipes of a Makefile',
    script: 'Makefile',
    command: ['make', '-s', 'deploy'],
    text: `NAME ?= a
deploy:
\t@curl -s -X PUT ${header} -d @connectors/\${NAME}.json ${url}/\${NAME}/config
\t@curl -s -X PUT ${header} -d '{"connector.class":"FileStreamSink","topics":"$(NAME)"}' ${url}/b/config
`,
    files,
    reads: [],
    lists: [3, 4],
  },
  {
    title: 'names with percent-encoding and with variables',
    text: `TEAM=shop
curl -s -X PUT ${header} ${url}/my%20sink/config -d '${json('a')}'
curl -s -X PUT ${header} "${url}/$TEAM-orders/config" -d '${json('b')}'
curl -s -X PUT ${header} "${url}/$ENV_NAME-orders/config?x=1" -d '${json('c')}'`,
    reads: ['my sink', 'shop-orders', 'dev-orders'],
  },
  {
    title: 'the same name in the URL and in the body',
    text: `curl -s -X PUT ${header} ${url}/a/config -d '${json('a', ',"name":"a"')}'
curl -s -X POST ${header} ${url} -d '{"name":"b","config":${json('b', ',"name":"b"')},"initial_state":"PAUSED"}'`,
    reads: ['a', 'b'],
  },
  {
    title: 'a file that the script writes',
    text: `cat > out.json <<EOF
${json('$TOPIC')}
EOF
curl -s -X PUT ${header} -d @out.json ${url}/a/config
echo '${json('b')}' | tee b.json > /dev/null
curl -s -X PUT ${header} -d @b.json ${url}/b/config
rm -f out.json b.json`,
    reads: ['a'],
    lists: [5, 6],
  },
  {
    title: 'a body in a variable',
    text: `read -r -d '' BODY <<'EOF' || true
${json('a')}
EOF
curl -s -X PUT ${header} -d "$BODY" ${url}/a/config
CONFIG='${json('b')}'
curl -s -X PUT ${header} -d "$CONFIG" ${url}/b/config
CONFIG=$(cat <<EOF
${json('c-$TOPIC')}
EOF
)
curl -s -X PUT ${header} -d "$CONFIG" ${url}/c/config`,
    reads: ['b', 'c'],
    lists: [4],
  },
  {
    title: 'commands in the background and in subshells',
    text: `( cd connectors && curl -s -X PUT ${header} -d @a.json ${url}/a/config )
curl -s -X PUT ${header} -d @connectors/b.json ${url}/b/config &
wait`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'find, xargs and while read',
    text: `find connectors -name 'a*.json' | while read -r f; do curl -s -X PUT ${header} -d @"$f" ${url}/$(basename "$f" .json)/config; done
ls connectors/b.json | xargs -I{} curl -s -X PUT ${header} -d @{} ${url}/b/config`,
    files,
    reads: [],
    lists: [1, 2],
  },
  {
    title: 'HTTPie',
    text: `http PUT ${url}/a/config < connectors/a.json
cat connectors/b.json | http --ignore-stdin=no PUT ${url}/b/config`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'wget',
    text: `wget -q -O - --method=PUT --header 'Content-Type: application/json' --body-file=connectors/a.json ${url}/a/config
wget -q -O - --header='Content-Type: application/json' --post-data '${named('b', 'b')}' ${url}`,
    files,
    reads: ['a', 'b'],
  },
  {
    title: 'two clusters',
    text: `for host in dev prod; do
  curl -s -X PUT ${header} -d '${json('a')}' "http://connect-$host:8083/connectors/a/config"
done`,
    reads: ['a'],
  },
  {
    title: 'several requests in one command, and a brace expansion',
    text: `curl -s -X PUT ${header} -d @connectors/a.json ${url}/a/config --next -s -X PUT ${header} -d @connectors/b.json ${url}/b/config
for n in x{1,2}; do curl -s -X PUT ${header} -d '${json('x')}' ${url}/$n/config; done`,
    files,
    reads: ['a', 'b'],
    lists: [2],
  },
  {
    title: 'continued commands with comments and quotes in words',
    text: `# curl -X PUT ${url}/commented/config -d '{"connector.class":"X"}'
curl \\
  -s \\
  -X "PUT" \\
  -H "Content-Type: application/json" \\
  "http://connect:8083"'/connectors/'a/config \\
  -d '{
    "connector.class": "FileStreamSink",
    "topics": "it'\\''s", "sql": "select \\"x\\" from t where a = '"'"'b'"'"'"
  }' # the end`,
    reads: ['a'],
  },
  {
    title: 'an arithmetic expansion and the time',
    text: `N=2
curl -s -X PUT ${header} ${url}/a/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"a\\",\\"tasks.max\\":\\"$((N * 2))\\"}"
curl -s -X PUT ${header} ${url}/b/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"b-$(date +%Y)\\"}"`,
    reads: [],
    lists: [2, 3],
  },
  {
    title: 'options in an array that has the body',
    text: `args=(-s -X PUT ${header})
args+=(-d @connectors/a.json)
curl "\${args[@]}" ${url}/orders/config
mapfile -t lines < options.txt
curl "\${lines[@]}" ${url}/other/config
curl "\${lines[@]:0}" ${url}/third/config`,
    files: { ...files, 'options.txt': `-s\n-XPUT\n-HContent-Type:application/json\n-d@connectors/b.json\n` },
    reads: ['orders'],
    lists: [5, 6],
  },
  {
    title: 'a file under another name, with options in a variable',
    text: `curl \${VERBOSE:+-v} $EXTRA -s -X PUT ${header} -d @connectors/a.json ${url}/orders/config
curl "$@" -s -X PUT ${header} -d @connectors/b.json ${url}/payments/config`,
    files,
    reads: ['orders', 'payments'],
  },
  {
    title: 'an address in a variable',
    text: `CONNECT_URL=\${CONNECT_URL:-http://connect:8083}
ENDPOINT=$CONNECT_URL/connectors
curl -s -X PUT ${header} -d @connectors/a.json "$CONNECT_URL/connectors/orders/config"
curl -s -X PUT ${header} -d @connectors/b.json "$ENDPOINT/payments/config"
curl -s -X POST ${header} -d '${named('c', 'c')}' "$ENDPOINT"`,
    files,
    reads: ['orders', 'payments', 'c'],
  },
  {
    title: 'a whole URL that is not known',
    text: `target=$(head -1 urls.txt)
curl -s -X PUT ${header} -d @connectors/a.json "$target"
curl -s -X PUT ${header} -d @connectors/b.json "$(tail -1 urls.txt)"`,
    files: { ...files, 'urls.txt': `${url}/orders/config\n${url}/payments/config\n` },
    reads: [],
    lists: [2, 3],
  },
  {
    title: 'a function with optional arguments and defaults',
    text: `deploy() {
  local name="\${1:?name}" tasks="\${2:-1}" topic="\${3:-$TOPIC}"
  curl -s -X PUT ${header} "${url}/$name/config" -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"tasks.max\\":\\"$tasks\\",\\"topics\\":\\"$topic\\"}"
}
deploy a
deploy b 3 other`,
    reads: ['a', 'b'],
  },
  {
    title: 'a function that is called in a loop over lines',
    text: `put() { curl -s -X PUT ${header} "${url}/$1/config" -d "$2"; }
while IFS=, read -r name topic; do
  put "$name" "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"$topic\\"}"
done <<EOF
a,first
b,second
EOF`,
    reads: [],
    lists: [3],
  },
  {
    title: 'a counter in a loop',
    text: `for i in 1 2; do
  curl -s -X PUT ${header} "${url}/sink-$i/config" -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"topic-$i\\"}"
done
for ((i = 3; i < 5; i++)); do
  curl -s -X PUT ${header} "${url}/sink-$i/config" -d '${json('x')}'
done
for i in $(seq 5 6); do
  curl -s -X PUT ${header} "${url}/sink-$i/config" -d '${json('x')}'
done`,
    reads: ['sink-1', 'sink-2'],
    lists: [5, 8],
  },
  {
    title: 'a configuration that is changed before it is sent',
    text: `cp connectors/a.json work.json
sed -i 's/"a"/"changed"/' work.json
curl -s -X PUT ${header} -d @work.json ${url}/a/config
sed -i 's/"b"/"changed"/' connectors/b.json
curl -s -X PUT ${header} -d @connectors/b.json ${url}/b/config`,
    files,
    reads: [],
    lists: [3, 5],
  },
  {
    title: 'a body of several parts',
    text: `A='{"connector.class":"FileStreamSink",'
A+='"topics":"a"'
A="$A}"
curl -s -X PUT ${header} -d "$A" ${url}/a/config
B=$(printf '{"connector.class":"FileStreamSink","topics":"%s","n":"%d"}' "$TOPIC" 3)
curl -s -X PUT ${header} -d "$B" ${url}/b/config
C=$(echo "$A" | tr -d ' ')
curl -s -X PUT ${header} -d "$C" ${url}/c/config`,
    reads: ['a'],
    lists: [5, 6, 8],
  },
  {
    title: 'lower case, secret and exported variables',
    text: `db_password=literal-of-script
topic=lower
export user=root
curl -s -X PUT ${header} ${url}/a/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"$topic\\",\\"connection.user\\":\\"$user\\",\\"connection.password\\":\\"$db_password\\"}"`,
    sets: { db_password: 'literal-of-script' },
    reads: ['a'],
  },
  {
    title: 'quotes that end within the body',
    text: `curl -s -X PUT ${header} ${url}/a/config -d '{"connector.class":"FileStreamSink","topics":"'"$TOPIC"'","sql":"'"it''s"'","h":"'$DB_HOST'"}'
curl -s -X PUT ${header} ${url}/b/config -d $'{"connector.class":"FileStreamSink","topics":"b\\\\n","x":"\\x41\\u00e9"}'
curl -s -X PUT ${header} ${url}/c/config -d {\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"c\\"}`,
    reads: ['a', 'b'],
    lists: [3],
  },
  {
    title: 'dollar signs and references of Kafka in values',
    text: `curl -s -X PUT ${header} ${url}/a/config -d '{"connector.class":"FileStreamSink","topics":"$1 \${file:/x:y} $TOPIC \${topic}"}'
curl -s -X PUT ${header} ${url}/b/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"\\\${file:/x:y} \\$TOPIC \\\${topic} $ 5$\\"}"
curl -s -X PUT ${header} -d @- ${url}/c/config <<EOF
{"connector.class":"FileStreamSink","topics":"\\\${file:/x:y} \\$1 $ ","x":"back\\\\\\\\slash \\"quoted\\""}
EOF`,
    reads: ['a', 'b', 'c'],
  },
  {
    title: 'a script that ends early',
    text: `curl -s -X PUT ${header} -d @connectors/a.json ${url}/a/config
exit 0
curl -s -X PUT ${header} -d @connectors/b.json ${url}/b/config`,
    files,
    reads: ['a'],
    lists: [3],
  },
  {
    title: 'functions of another file',
    text: `. "$(dirname "$0")/lib.sh"
put a '${json('a')}'
put b @connectors/b.json`,
    files: { ...files, 'lib.sh': `put() { curl -s -X PUT ${header} -d "$2" "${url}/$1/config"; }\n` },
    reads: [],
    lists: [2, 3],
  },
  {
    title: 'a function that is defined twice',
    text: `put() { curl -s -X PUT ${header} -d '${json('old')}' "${url}/$1/config"; }
put a
put() { curl -s -X PUT ${header} -d '${json('new')}' "${url}/$1/config"; }
put b
put a`,
    reads: ['a', 'b'],
  },
  {
    title: 'a pause and an initial state',
    text: `curl -s -X PUT ${header} -d @connectors/a.json ${url}/a/config && curl -s -X PUT ${url}/a/pause
curl -s -X PUT ${url}/a/resume -o /dev/null || exit 1`,
    files,
    reads: ['a'],
  },
  {
    title: 'a request in a substitution, a condition and a test',
    text: `status=$(curl -s -o /dev/null -w '%{http_code}' -X PUT ${header} -d @connectors/a.json ${url}/a/config)
if [[ $status -ge 300 ]]; then exit 1; fi
response="$(curl -s -X PUT ${header} --data @connectors/b.json ${url}/b/config | jq -r .name)"
[ "$(curl -s -o /dev/null -w '%{http_code}' -X PUT ${header} -d '${json('c')}' ${url}/c/config)" = 201 ] || exit 1`,
    files,
    reads: ['a', 'b', 'c'],
  },
  {
    title: 'a request behind other programs',
    text: `timeout 10 curl -s -X PUT ${header} -d @connectors/a.json ${url}/a/config
env X=1 curl -s -X PUT ${header} -d @connectors/b.json ${url}/b/config
time curl -s -X PUT ${header} -d '${json('c')}' ${url}/c/config 2>/dev/null
CURL="curl -s"
$CURL -X PUT ${header} -d '${json('d')}' ${url}/d/config
eval "curl -s -X PUT -H Content-Type:application/json -d @connectors/a.json ${url}/e/config"`,
    files,
    reads: ['a', 'b', 'c', 'd', 'e'],
  },
  {
    title: 'several bodies in one request',
    text: `curl -s -X PUT ${header} -d '{"connector.class":"FileStreamSink"' -d '"topics":"a"}' ${url}/a/config
curl -s -X PUT -H 'Content-Type: application/json' -d '${json('b')}' ${url}/b1/config ${url}/b2/config`,
    reads: ['b1', 'b2'],
    lists: [1],
  },
  {
    title: 'settings that a subshell or a pipe changes',
    text: `topic=outer
(topic=inner)
echo x | topic=piped
{ topic=braces; }
curl -s -X PUT ${header} ${url}/a/config -d '{"connector.class":"FileStreamSink","topics":"'"$topic"'"}'
topic=again && curl -s -X PUT ${header} ${url}/b/config -d '{"connector.class":"FileStreamSink","topics":"'"$topic"'"}'
false && topic=never
curl -s -X PUT ${header} ${url}/c/config -d '{"connector.class":"FileStreamSink","topics":"'"$topic"'"}'`,
    sets: { topic: 'again' },
    reads: ['a', 'b', 'c'],
  },
  {
    title: 'bodies from nested substitutions',
    text: `curl -s -X PUT ${header} ${url}/a/config -d "$(cat <<EOF
{"connector.class":"FileStreamSink","topics":"$TOPIC","x":"\\$1"}
EOF
)"
curl -s -X PUT ${header} ${url}/b/config -d "$(envsubst < t.json)"
curl -s -X PUT ${header} ${url}/c/config -d "$(jq -c . connectors/a.json)"
curl -s -X PUT ${header} ${url}/d/config -d "$(envsubst '\${TOPIC}' < t.json)"`,
    files: { ...files, 't.json': json('${TOPIC} ${DB_HOST}') },
    reads: ['a', 'b', 'd'],
    lists: [6],
  },
  {
    title: 'a file that the first argument may name',
    text: `FILE=\${1:-connectors/a.json}
curl -s -X PUT ${header} -d @"$FILE" ${url}/a/config
for f in "\${@:-connectors/b.json}"; do curl -s -X PUT ${header} -d "@$f" ${url}/b/config; done`,
    files,
    reads: [],
    lists: [2, 3],
  },
  {
    title: 'variables of a file that export takes',
    text: `export $(grep -v '^#' vars.env | xargs)
curl -s -X PUT ${header} ${url}/a/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"$SETTING\\"}"
PREFIX=before
export $(cat vars.env)
curl -s -X PUT ${header} ${url}/b/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"$PREFIX\\"}"`,
    files: { 'vars.env': 'SETTING=exported\nPREFIX=after\n' },
    sets: { SETTING: 'exported', PREFIX: 'after' },
    reads: ['a', 'b'],
  },
  {
    title: 'an associative array',
    text: `declare -A bodies
bodies[a]='${json('a')}'
for name in "\${!bodies[@]}"; do
  curl -s -X PUT ${header} -d "\${bodies[$name]}" ${url}/$name/config
done
first=(connectors/a.json connectors/b.json)
curl -s -X PUT ${header} -d @"\${first[1]}" ${url}/b/config
curl -s -X PUT ${header} -d @"$first" ${url}/c/config`,
    files,
    reads: [],
    lists: [4, 7, 8],
  },
  {
    title: 'a template that sed fills in',
    text: `sed "s|@TOPIC@|$TOPIC|g" t.json > out.json
curl -s -X PUT ${header} -d @out.json ${url}/a/config
out=$(mktemp)
cp connectors/a.json "$out"
curl -s -X PUT ${header} -d @"$out" ${url}/b/config
rm -f out.json "$out"`,
    files: { ...files, 't.json': json('@TOPIC@') },
    reads: [],
    lists: [2, 5],
  },
  {
    title: 'names and bodies that jq takes out of a file',
    text: `for f in w.json; do
  name=$(jq -r .name "$f")
  curl -s -X PUT ${header} -d "$(jq .config "$f")" "${url}/$name/config"
done
curl -s -X POST ${header} -d @w2.json ${url}/`,
    files: { 'w.json': named('a', 'a'), 'w2.json': named('b', 'b') },
    reads: ['b'],
    lists: [3],
  },
  {
    title: 'directories that change',
    text: `pushd connectors > /dev/null
curl -s -X PUT ${header} -d @a.json ${url}/a/config
popd > /dev/null
cd "$(dirname "$0")/connectors" || exit 1
curl -s -X PUT ${header} -d @b.json ${url}/b/config`,
    files,
    reads: ['b'],
    lists: [2],
  },
  {
    title: 'a connector that is removed when the script ends',
    text: `cleanup() { curl -s -X DELETE ${url}/a; }
trap cleanup EXIT
curl -s -X PUT ${header} -d @connectors/a.json ${url}/a/config
curl -s -X PUT ${header} -d @connectors/b.json ${url}/b/config
trap 'curl -s -X DELETE ${url}/b; cleanup' EXIT INT`,
    files,
    reads: [],
    lists: [3, 4],
  },
  {
    title: 'requests that configure nothing',
    text: `curl -s -X PUT ${header} -d @connectors/a.json http://connect:8083/connector-plugins/FileStreamSink/config/validate
curl -s -X PUT ${header} -d @connectors/a.json "${url}/a/config?forward=true"
curl -s -X POST ${url}/a/restart?includeTasks=true
curl -s -X PUT ${url}/a/topics/reset
curl -s "${url}?expand=status"
curl -s -G ${url} -d expand=info
curl -s ${url}/a/config | jq .`,
    files,
    reads: ['a'],
  },
  {
    title: 'creating or else updating',
    text: `curl -sf -X POST ${header} -d '${named('a', 'created')}' ${url} || curl -s -X PUT ${header} -d '${json('updated')}' ${url}/a/config
curl -sf ${url}/b > /dev/null || curl -s -X POST ${header} -d '${named('b', 'b')}' ${url}`,
    reads: ['b'],
    lists: [1],
  },
  {
    title: 'defaults of variables',
    text: `TOPIC=\${TOPIC:-never}
: "\${TASKS:=2}"
EMPTY=
curl -s -X PUT ${header} ${url}/a/config -d "{\\"connector.class\\":\\"FileStreamSink\\",\\"topics\\":\\"$TOPIC\\",\\"tasks.max\\":\\"$TASKS\\",\\"x\\":\\"\${EMPTY:-\${DB_HOST}-x}\\"}"`,
    sets: { TASKS: '2' },
    reads: ['a'],
  },
  {
    title: 'a name that the script computes',
    text: `NAME="orders-$(echo sink)"
NAME2=orders_$ENV_NAME
curl -s -X PUT ${header} -d @connectors/a.json "${url}/$NAME/config"
curl -s -X PUT ${header} -d @connectors/b.json "${url}/\${NAME2}/config"
curl -s -X PUT ${header} -d '${json('c')}' "${url}/x-$(uname)/config/"`,
    files,
    reads: ['orders-sink', 'orders_dev'],
    lists: [5],
  },
];
