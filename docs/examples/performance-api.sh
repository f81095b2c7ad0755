#!/usr/bin/env bash
# Uses the whole performance-test API by curl and holds every answer against what is documented.
#
#   performance-api.sh [LOADGEN] [TARGET]
#
# LOADGEN   a running load generator; http://127.0.0.1:8083
# TARGET    what to load; must be among loadgen.allowed-targets; the load generator's own description by default
set -euo pipefail

api=${1:-http://127.0.0.1:8083}
target=${2:-$api/openapi.yaml}
passed=0
failed=0
body=''

# call EXPECTED-STATUS METHOD PATH [JSON]: leaves the answer in $body
call() {
    local expected=$1 method=$2 path=$3 answer status
    shift 3
    answer=$(curl -s -S -X "$method" "$api$path" -H 'content-type: application/json' ${1:+-d "$1"} -w '\n%{http_code}')
    status=${answer##*$'\n'}
    body=${answer%$'\n'*}
    if [ "$status" = "$expected" ]; then
        passed=$((passed + 1))
        printf '%-6s %-58s %s\n' "$method" "$path" "$status"
    else
        failed=$((failed + 1))
        printf '%-6s %-58s %s, expected %s: %s\n' "$method" "$path" "$status" "$expected" "$body"
    fi
}

# says FIELD PATTERN: the last answer must have it
says() {
    if [[ $body =~ \"$1\":\"?$2 ]]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '       expected "%s" to be %s in %s\n' "$1" "$2" "${body:0:400}"
    fi
}

# field NAME: of the last answer
field() {
    sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" <<<"$body" | head -n 1
}

# ended RUN: waits until it has a result; 202 means that it is under way
ended() {
    local status=202
    while [ "$status" = 202 ]; do
        status=$(curl -s -o /dev/null -w '%{http_code}' "$api/api/performance/results/$1")
    done
}

# 1. Define, look, start, look, result: for each of the seven types.
for type in API_LATENCY LOAD_TEST STRESS_TEST ML_PREDICTION_THROUGHPUT SIGNAL_GENERATION STRATEGY_EXECUTION END_TO_END; do
    call 201 POST /api/performance/tests \
        "{\"name\":\"$type by curl\",\"testType\":\"$type\",\"target\":\"$target\",\"rate\":50,\"duration\":\"1s\",\"thresholds\":[\"errors.ratio < 0.01\"]}"
    says state CREATED
    test=$(sed -n 's/.*"testId":"\([^"]*\)".*/\1/p' <<<"$body")
    call 200 GET "/api/performance/tests/$test"
    says testType "$type"
    call 202 POST "/api/performance/tests/$test/start"
    run=$(field runId)
    call 409 POST "/api/performance/tests/$test/start"
    ended "$run"
    call 200 GET "/api/performance/results/$run"
    says requests 50
    says verdict '(passed|generator-limited)'
    call 200 GET "/api/performance/tests/$test/results"
    says runId "$run"
done
call 200 GET /api/performance/tests

# 2. In one call, changed while it runs, and stopped.
call 202 POST /api/performance/load-test "{\"target\":\"$target\",\"rate\":20,\"duration\":\"600s\"}"
test=$(field testId)
run=$(field runId)
until [ "$(curl -s -o /dev/null -w '%{http_code}' -X PATCH "$api/api/performance/tests/$test/rate" \
    -H 'content-type: application/json' -d '{"rate":40}')" = 202 ]; do :; done
call 202 POST "/api/performance/tests/$test/pause"
call 202 POST "/api/performance/tests/$test/resume"
call 202 POST "/api/performance/tests/$test/extend" '{"duration":"10s"}'
call 202 GET "/api/performance/results/$run"
call 202 POST "/api/performance/tests/$test/stop"
ended "$run"
call 200 GET "/api/performance/results/$run"
says causes '\[.*stopped on request'
call 409 POST "/api/performance/tests/$test/stop"

# 3. k6's options, stages in seconds, a shipped profile, and the live stream until its end.
call 202 POST /api/performance/load-test \
    "{\"target\":\"$target\",\"options\":{\"scenarios\":{\"steady\":{\"executor\":\"constant-arrival-rate\",\"rate\":30,\"timeUnit\":\"1s\",\"duration\":\"1s\",\"preAllocatedVUs\":4}},\"thresholds\":{\"http_req_failed\":[\"rate<0.01\"]}}}"
ended "$(field runId)"
call 202 POST /api/performance/load-test \
    "{\"target\":\"$target\",\"schedule\":{\"shape\":\"stages\",\"stages\":[{\"duration\":1,\"target\":20},{\"duration\":1,\"target\":0}]}}"
run=$(field runId)
stream=$(curl -s -N --max-time 60 "$api/api/performance/results/$run/stream")
body=${stream//$'\n'/ }
[[ $stream == *'event: second'* && $stream == *'event: end'* ]] && passed=$((passed + 1)) ||
    { failed=$((failed + 1)); echo "       expected seconds and an end in the stream"; }

# 4. What is wrong is refused: with the field, and what was expected instead.
call 400 POST /api/performance/tests '{"target":"http://169.254.169.254/"}'
says field target
call 400 POST /api/performance/tests "{\"target\":\"$target\",\"duration\":\"soon\"}"
says field duration
call 400 POST /api/performance/tests "{\"target\":\"$target\",\"speed\":1}"
says field speed
call 400 POST /api/performance/tests '{'
call 404 GET /api/performance/tests/none
call 404 POST /api/performance/tests/none/start
call 404 GET /api/performance/results/none

echo "$passed answers as documented, $failed not"
[ "$failed" = 0 ]
