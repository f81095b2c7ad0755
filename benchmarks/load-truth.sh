#!/usr/bin/env bash
# Holds load generators against a server of exactly known behaviour, and prints tables beside the exact answers.
#
#   benchmarks/load-truth.sh [PEERS [TOOL...]]
#
#   PEERS   a folder with a driver TOOL.sh for each peer: URL SECONDS CONNECTIONS RATE (0: as fast as it can), which
#           prints one line of JSON {tool, requests, cpu_s, lat_ms{mean,p50,p90,p99,p999,max}, raw} and refuses with a
#           sentence what its tool cannot do. Without it: ours, and wrk if it is installed.
#   TOOL    which of them, ours, and bare, the timer of evenness; all unless named
#   TABLES  which: "accuracy schedules selfstall evenness cpu" unless given; schedules is of ours alone
#   ROWS    a folder that keeps each row. What it has is not measured again, unless its tool is named: a long run can be
#           done in parts, and a single tool again
#   CON     connections of all tables but the processor's, 20 unless given
#   SHORT, LONG   seconds of the two runs whose difference is a request's processor time, 3 and 8 unless given
#   OURS    how ours is called, ./tradelab unless given
#
# Needs a JDK 25, curl and python3. Everything stays on the loopback.
set -u
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
known=(wrk h2load ab hey siege httperf tsung locust autocannon loadtest artillery gatling hyperfoil jmeter)
peers=${1:-}
[ $# -eq 0 ] || shift
tables=${TABLES:-accuracy schedules selfstall evenness cpu}
con=${CON:-20}
ours=${OURS:-$home/tradelab}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
for jdk in /usr/lib/jvm/*25*; do # where the command looks too
    "$java" -version 2>&1 | grep -q 'version "2[5-9]' && break
    java=$jdk/bin/java
done
short=${SHORT:-3}
long=${LONG:-8}
longest=90
work=$(mktemp -d)
rows=${ROWS:-$work/rows}
server=''
trap 'stop_server; rm -rf "$work"' EXIT
mkdir -p "$rows" "$work/bin"

# One driver of our own makes ours a tool like any other, and wrk one where there are no drivers.
cat >"$work/bin/ours.sh" <<'DRIVER'
args=("$1" --duration "${2}s" --connections "$3" --json)
[ "$4" = 0 ] || args+=(--rate "$4")
TIMEFORMAT='%U %S'
{ time "$OURS" load "${args[@]}" >"$0.out"; } 2>"$0.time"
python3 - "$0.out" "$0.time" <<'P'
import json, sys
line = json.loads(open(sys.argv[1]).read().strip().splitlines()[-1])
cpu = sum(float(x) for x in open(sys.argv[2]).read().split()[-2:])
print(json.dumps(dict(tool='ours', requests=line['requests'], cpu_s=round(cpu, 3), lat_ms=line['responseMillis'],
    verdict=line['verdict'], lag_p99=line['lagMillis']['p99'])))
P
DRIVER
cat >"$work/bin/wrk.sh" <<'DRIVER'
[ "$4" = 0 ] || { echo "wrk has no fixed-rate mode" >&2; exit 65; }
TIMEFORMAT='%U %S'
{ time wrk -t1 -c"$3" -d"${2}s" "$1" >"$0.out" 2>&1; } 2>"$0.time"
awk '/requests in/ {n=$1} END {getline t < "'"$0.time"'"; split(t, c, " "); printf "{\"tool\":\"wrk\",\"requests\":%d,\"cpu_s\":%s,\"lat_ms\":{}}\n", n, c[1] + c[2]}' "$0.out"
DRIVER
# What this machine can do at all: a bare thread and its clock. Only for the table of evenness.
cat >"$work/bin/bare.sh" <<'DRIVER'
"$JAVA" $PLAIN "$SOURCES/BareTimer.java" "$@"
DRIVER
# Server and timer are compiled once and for all before anything counts: the optimizing compiler would come back to them
# during the first seconds of each run, and take a processor from both sides.
export PLAIN='--enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1'
export OURS=$ours JAVA=$java SOURCES=$home/benchmarks/src/main/java/tradelab/benchmarks
"$ours" --version >/dev/null || exit 1 # builds if it must, before anything is measured

named=("$@")
tools=(ours)
if [ ${#named[@]} -gt 0 ]; then
    tools=("${named[@]}")
elif [ -n "$peers" ]; then
    tools+=("${known[@]}")
elif command -v wrk >/dev/null; then
    tools+=(wrk)
fi

start_server() { # [STALL_AT_MS STALL_MS]
    stop_server
    : >"$work/server" # or the port of the last one would be read
    "$java" $PLAIN "$SOURCES/TruthServer.java" 0 "$@" >"$work/server" 2>"$work/server.err" &
    server=$!
    for _ in $(seq 300); do
        port=$(sed -n 's/^ready //p' "$work/server")
        [ -z "$port" ] || break
        sleep 0.1
    done
    [ -n "$port" ] || { cat "$work/server.err" >&2; exit 1; }
    url=http://127.0.0.1:$port/
}

stop_server() {
    [ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null
    server=''
}

truth() { curl -s "${url}__truth"; }
reset() { curl -s "${url}__reset" >/dev/null; }

# Runs a tool and leaves its line of JSON in $work/line; fails with a reason in $work/reason.
drive() { # TOOL SECONDS CONNECTIONS RATE
    local driver=$peers/$1.sh raw
    [ ! -e "$work/bin/$1.sh" ] || { [ "$1" = wrk ] && [ -n "$peers" ]; } || driver=$work/bin/$1.sh
    [ -r "$driver" ] || { echo "no driver" >"$work/reason"; return 1; }
    timeout -k 5 $longest bash "$driver" "$url" "$2" "$3" "$4" >"$work/out" 2>"$work/err"
    tail -n 1 "$work/out" >"$work/line"
    python3 -c 'import json, sys; sys.exit(0 if json.load(open(sys.argv[1]))["requests"] else 1)' "$work/line" 2>/dev/null && return 0
    raw=$(sed -n 's/.*"raw": *"\([^"]*\)".*/\1/p' "$work/line")
    # What the tool itself said, or else its driver.
    { [ -z "$raw" ] || cat "$raw/err"; grep -v '^Traceback\|^ \|Error: ' "$work/err"; echo "failed or ended after $longest s"; } 2>/dev/null |
        grep -m 1 . | cut -c 1-120 | sed "s#$peers/*##g; s/|/,/g" >"$work/reason"
    return 1
}

# Prints the row that a command makes of $work/line; from the folder if it is there and its tool is not named.
row() { # TABLE TOOL SECONDS CONNECTIONS RATE COMMAND...
    local kept=$rows/$1.$2 table=$1 tool=$2
    if [ ! -s "$kept" ] || [ ${#named[@]} -gt 0 ]; then
        reset
        if drive "$tool" "$3" "$4" "$5"; then "${@:6}" >"$kept"; else echo "| $tool | not run: $(cat "$work/reason") |" >"$kept"; fi
    fi
    cat "$kept"
}

all_kept() { # TABLE
    [ ${#named[@]} -eq 0 ] || return 1
    local tool
    for tool in "${tools[@]}"; do [ -s "$rows/$1.$tool" ] || return 1; done
}

# Arrival i is intended at i / rate. All that fall into a stall wait for its end. It begins half a gap after an arrival,
# so that a first request which comes a little late does not move another into it or out of it.
exact() { # RATE SECONDS STALL_SECONDS
    python3 -c '
import json, math, sys
rate, seconds, stall = (float(x) for x in sys.argv[1:4])
n = int(rate * seconds)
waits = sorted([0.0] * (n - int(rate * stall)) + [(stall - (i + 0.5) / rate) * 1e3 for i in range(int(rate * stall))])
q = lambda p: waits[min(n - 1, math.ceil(p * n) - 1)]
print(json.dumps(dict(requests=n, p50=q(.5), p90=q(.9), p99=q(.99), p999=q(.999), mean=sum(waits) / n)))' "$@"
}

# A row of latencies and how far the worst of them is from the exact one; what is below 1 ms is no more than a round trip.
latencies() { # NAME EXACT_JSON VERDICT_EXPECTED|-
    python3 -c '
import json, sys
line, exact = json.load(open(sys.argv[1])), json.loads(sys.argv[3])
keys = ("p50", "p90", "p99", "p999", "mean")
got = [line["lat_ms"].get(k) for k in keys]
show = lambda v, f="%.1f": "-" if v is None else f % v
off = [abs(g - exact[k]) / exact[k] * 100 for k, g in zip(keys, got) if g is not None and exact[k] >= 1]
print("| " + " | ".join([sys.argv[2], "%d" % line["requests"]] + [show(g) for g in got]
    + [show(max(off) if off else None, "%.1f %%"), line.get("verdict", "")]) + " |")' "$work/line" "$1" "$2"
}

head_of_latencies='| | requests | p50 | p90 | p99 | p99.9 | mean | worst is off by | verdict |
|---|---|---|---|---|---|---|---|---|'
row_of_exact() { # EXACT_JSON VERDICT
    python3 -c 'import json, sys
e = json.loads(sys.argv[1])
print("| **exact** | %d | %.1f | %.1f | %.1f | %.1f | %.1f | | %s |" % (*[e[k] for k in ("requests", "p50", "p90", "p99", "p999", "mean")], sys.argv[2]))' "$@"
}

accuracy() {
    local right tool
    printf '\n## Accuracy: the server stalls for 1 s; 200/s, 5 s, %s connections; milliseconds\n\n%s\n' "$con" "$head_of_latencies"
    right=$(exact 200 5 1)
    row_of_exact "$right" passed
    all_kept accuracy || start_server 2002.5 1000
    for tool in "${tools[@]}"; do
        row accuracy "$tool" 5 "$con" 200 latencies "$tool" "$right" >"$work/row"
        if grep -q 'not run: .*no fixed-rate' "$work/row"; then # no open model: as fast as it can
            rm -f "$rows/accuracy.$tool"
            row accuracy "$tool" 5 "$con" 0 latencies "$tool (no rate)" "$right" >"$work/row"
        fi
        cat "$work/row"
    done
    stop_server
}

# Exact is what the server recorded, from each arrival until its answer was written, and the round trip of a bare thread:
# with a connection for each arrival that waits, all of them are there during the stall.
schedules() {
    printf '\n## Accuracy of ours with other stalls and schedules, 800 connections; milliseconds\n\n%s\n' "$head_of_latencies"
    one_schedule stall-200-ms 2000 200 5s '{shape: constant, rate: 200}'
    one_schedule stall-1-s 2000 1000 5s '{shape: constant, rate: 200}'
    one_schedule stall-3-s 2000 3000 8s '{shape: constant, rate: 200}'
    one_schedule poisson-1-s 2000 1000 5s '{shape: constant, rate: 200, arrivals: poisson}'
    one_schedule ramp-1-s 2000 1000 5s '{shape: ramp, from: 50, to: 400}'
    stop_server
}

one_schedule() { # NAME STALL_AT_MS STALL_MS DURATION SCHEDULE
    local kept=$rows/schedules.$1
    if [ ! -s "$kept" ] || [[ " ${named[*]-} " = *" ours "* ]]; then
        start_server "$2" "$3"
        printf 'name: %s\ntarget: %s\nduration: %s\nconnections: 800\nschedule: %s\n' "$1" "$url" "$4" "$5" >"$work/test.yaml"
        "$ours" load run "$work/test.yaml" --json >"$work/out" 2>"$work/err"
        grep -q '^{' "$work/out" || { echo "| ours, $1 | not run: $(head -n 1 "$work/err") |"; return; }
        python3 -c '
import json, sys
line = json.loads(open(sys.argv[1]).read().strip().splitlines()[-1])
print(json.dumps(dict(tool="ours", requests=line["requests"], lat_ms=line["responseMillis"], verdict=line["verdict"])))' "$work/out" >"$work/line"
        truth | python3 -c '
import json, sys
t = json.load(sys.stdin)
print(json.dumps(dict({k: v + t["roundTripMs"] for k, v in t["waitMs"].items()}, requests=t["arrivals"])))' >"$work/right"
        { row_of_exact "$(cat "$work/right")" "" | sed "s/exact/exact, $1/"; latencies "ours, $1" "$(cat "$work/right")"; } >"$kept"
    fi
    cat "$kept"
}

descendants() { local child; for child in $(ps -o pid= --ppid "$1"); do echo "$child"; descendants "$child"; done; }

# Waits for the first request, then freezes every process of the generator for half a second, and tells how long it was.
freeze() {
    local began=0
    rm -f "$work/frozen"
    for _ in $(seq 600); do
        truth | grep -q '"arrivals":0,' || { began=1; break; }
        sleep 0.05
    done
    [ "$began" = 1 ] || return
    sleep 2
    descendants $$ | grep -v "^$server\$" | xargs -r ps -o pid=,comm= -p 2>/dev/null |
        awk '$2 !~ /^(bash|python3|sleep|tail|timeout|curl|awk|ps|grep|xargs|seq)$/ || /locust/ {print $1}' >"$work/pids"
    python3 -c '
import os, signal, sys, time
pids = [int(p) for p in open(sys.argv[1])]
def tell(s):
    for p in pids:
        try: os.kill(p, s)
        except ProcessLookupError: pass
began = time.monotonic()
tell(signal.SIGSTOP)
time.sleep(0.5)
tell(signal.SIGCONT)
print(time.monotonic() - began)' "$work/pids" >"$work/frozen"
}

frozen_latencies() { # TOOL: what was measured while freeze() was at work
    if [ -s "$work/frozen" ]; then
        latencies "$1" "$(exact 200 5 "$(cat "$work/frozen")")"
    else
        echo "| $1 | not run: it had ended before it could be frozen |"
    fi
}

selfstall() {
    local tool freezer
    printf '\n## Self-stall: the generator is frozen for 500 ms by SIGSTOP; 200/s, 5 s, %s connections; milliseconds\n\n%s\n' "$con" "$head_of_latencies"
    row_of_exact "$(exact 200 5 0.5)" generator-limited
    all_kept selfstall || start_server
    for tool in "${tools[@]}"; do
        reset
        freeze $$ &
        freezer=$!
        row selfstall "$tool" 5 "$con" 200 frozen_latencies "$tool"
        { kill $freezer && wait $freezer; } 2>/dev/null
    done
    stop_server
}

even() { # TOOL
    truth | python3 -c '
import json, sys
t, line = json.load(sys.stdin), json.load(open(sys.argv[2]))
lag = line.get("lag_p99")
print("| %s | %d | %.4f | %.3f | %.3f | %s |" % (sys.argv[1], t["arrivals"], t["interMeanMs"], t["interSdMs"], t["interOffP99Ms"], "" if lag is None else "%.3f" % lag))' "$1" "$work/line"
}

evenness() {
    local tool tools=("${tools[@]}")
    printf '\n## Evenness at the server: 1,000/s, 5 s, %s connections; milliseconds\n\n' "$con"
    printf '| | requests | mean gap | sd of gaps | p99 off the mean | own lag p99 |\n|---|---|---|---|---|---|\n| **exact** | 5000 | 1.0000 | 0 | 0 | 0 |\n'
    [ ${#named[@]} -gt 0 ] || tools=(bare "${tools[@]}")
    all_kept evenness || start_server
    for tool in "${tools[@]}"; do row evenness "$tool" 5 "$con" 1000 even "${tool/#bare/bare timer}"; done
    stop_server
}

marginal() { # TOOL: after the short run, does the long one
    cp "$work/line" "$work/short"
    drive "$1" "$long" 32 0 || { echo "| $1 | not run: $(cat "$work/reason") |"; return; }
    python3 -c '
import json, sys
a, b = (json.load(open(f)) for f in sys.argv[2:4])
each = (b["cpu_s"] - a["cpu_s"]) / (b["requests"] - a["requests"])
print("| %s | %.0f | %.2f | %.2f |" % (sys.argv[1], b["requests"] / float(sys.argv[4]), each * 1e6, a["cpu_s"] - each * a["requests"]))' "$1" "$work/short" "$work/line" "$long"
}

cpu() {
    local tool
    printf '\n## Marginal processor time: as fast as it can, 32 connections, a run of %s s less one of %s s\n\n' "$long" "$short"
    printf '| | requests a second | microseconds a request | fixed seconds |\n|---|---|---|---|\n'
    all_kept cpu || PLAIN=--enable-native-access=ALL-UNNAMED start_server # as fast as a server can be
    for tool in "${tools[@]}"; do row cpu "$tool" "$short" 32 0 marginal "$tool"; done
    stop_server
}

for table in $tables; do
    case $table in
        accuracy | schedules | selfstall | evenness | cpu) "$table" ;;
        *) echo "TABLES: expected some of accuracy, schedules, selfstall, evenness and cpu, got $table" >&2; exit 64 ;;
    esac
done
