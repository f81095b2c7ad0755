#!/usr/bin/env bash
# Holds load generators against a server of exactly known behaviour, and prints four tables beside the exact answers.
#
#   benchmarks/load-truth.sh [PEERS [TOOL...]]
#
#   PEERS   a folder with a driver TOOL.sh for each peer: URL SECONDS CONNECTIONS RATE (0: as fast as it can), which
#           prints one line of JSON {tool, requests, cpu_s, lat_ms{mean,p50,p90,p99,p999}}. Without it: ours, and wrk if
#           it is installed.
#   TABLES  which: "accuracy selfstall evenness cpu" unless given
#   CON     connections of the first three tables, 20 unless given
#   OURS    how ours is called, ./tradelab unless given
#
# Needs a JDK 25, curl and python3. Everything stays on the loopback.
set -u
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
peers=${1:-}
[ $# -eq 0 ] || shift
tables=${TABLES:-accuracy selfstall evenness cpu}
con=${CON:-20}
ours=${OURS:-$home/tradelab}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
server=''
trap 'stop_server; rm -rf "$work"' EXIT

tools=("$@")
if [ ${#tools[@]} -eq 0 ]; then
    if [ -n "$peers" ]; then
        for driver in wrk h2load hey autocannon loadtest artillery gatling hyperfoil jmeter; do
            [ ! -x "$peers/$driver.sh" ] || tools+=("$driver")
        done
    elif command -v wrk >/dev/null; then
        tools=(wrk)
    fi
fi

start_server() { # [STALL_AT_MS STALL_MS]
    "$java" "$home/benchmarks/src/main/java/tradelab/benchmarks/TruthServer.java" 0 "$@" >"$work/server" 2>"$work/server.err" &
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

# The figures of one run, whoever makes it, in one line: name requests cpu_s mean p50 p90 p99 p999 verdict
figures() { # TOOL SECONDS CONNECTIONS RATE
    local tool=$1 seconds=$2 connections=$3 rate=$4 r
    case $tool in
        ours)
            local args=("$url" --duration "${seconds}s" --connections "$connections" --json)
            [ "$rate" = 0 ] || args+=(--rate "$rate")
            TIMEFORMAT='%U %S'
            { time "$ours" load "${args[@]}" >"$work/out" 2>"$work/err"; } 2>"$work/time"
            python3 - "$work/out" "$work/time" <<'P'
import json, sys
line = json.loads(open(sys.argv[1]).read().strip().splitlines()[-1])
cpu = sum(float(x) for x in open(sys.argv[2]).read().split()[-2:])
r = line['responseMillis']
print('ours', line['requests'], round(cpu, 3), r['mean'], r['p50'], r['p90'], r['p99'], r['p999'], line['verdict'], line['lagMillis']['p99'])
P
            ;;
        *)
            r=$rate
            case $tool in wrk | ab | siege) r=0 ;; esac
            if [ -n "$peers" ] && [ -x "$peers/$tool.sh" ]; then
                "$peers/$tool.sh" "$url" "$seconds" "$connections" "$r" 2>"$work/err" | tail -n 1 >"$work/out"
                python3 - "$work/out" <<'P'
import json, sys
j = json.loads(open(sys.argv[1]).read())
l = j['lat_ms']
show = lambda v: '-' if v is None else v
print(j['tool'], int(j['requests'] or 0), j['cpu_s'], *[show(l.get(k)) for k in ('mean', 'p50', 'p90', 'p99', 'p999')], '-', '-')
P
            elif [ "$tool" = wrk ]; then
                TIMEFORMAT='%U %S'
                { time wrk -t1 -c"$connections" -d"${seconds}s" "$url" >"$work/out" 2>&1; } 2>"$work/time"
                awk '/requests in/ {n=$1} END {getline t < "'"$work/time"'"; split(t, c, " "); print "wrk", n, c[1] + c[2], "- - - - - - -"}' "$work/out"
            else
                echo "$tool - - - - - - - no-driver -"
            fi
            ;;
    esac 2>/dev/null || echo "$tool - - - - - - - failed -"
}

row() { python3 -c '
import sys
def show(v):
    try: return "%.1f" % float(v)
    except ValueError: return v
print("| " + " | ".join([sys.argv[1], sys.argv[2]] + [show(v) for v in sys.argv[3:8]] + sys.argv[8:]) + " |")' "$@"; }

latencies() { # prints a row from the figures of a run
    read -r name requests _ mean p50 p90 p99 p999 verdict lag <<<"$1"
    row "$name" "$requests" "$p50" "$p90" "$p99" "$p999" "$mean" "$verdict"
}

# Arrival i is intended at i / rate. All that fall into a stall wait for its end. It begins half a gap after an arrival,
# so that a first request which comes a little late does not move another into it or out of it.
exact() { # RATE SECONDS STALL_SECONDS
    python3 -c '
import math, sys
rate, seconds, stall = (float(x) for x in sys.argv[1:4])
n = int(rate * seconds)
waits = sorted([0.0] * (n - int(rate * stall)) + [(stall - (i + 0.5) / rate) * 1e3 for i in range(int(rate * stall))])
q = lambda p: "%.1f" % waits[min(n - 1, math.ceil(p * n) - 1)]
print("| **exact** | %d | %s | %s | %s | %s | %.1f | %s |" % (n, q(.5), q(.9), q(.99), q(.999), sum(waits) / n, sys.argv[4]))' "$@"
}

head_of_latencies='| | requests | p50 | p90 | p99 | p99.9 | mean | verdict |
|---|---|---|---|---|---|---|---|'

accuracy() {
    printf '\n## Accuracy: the server stalls for 1 s; 200/s, 5 s, %s connections; milliseconds\n\n%s\n' "$con" "$head_of_latencies"
    exact 200 5 1 passed
    start_server 2002.5 1000
    for tool in ours "${tools[@]}"; do
        reset
        latencies "$(figures "$tool" 5 "$con" 200)"
    done
    stop_server
}

descendants() { local child; for child in $(ps -o pid= --ppid "$1"); do echo "$child"; descendants "$child"; done; }

selfstall() {
    printf '\n## Self-stall: the generator is frozen for 500 ms by SIGSTOP; 200/s, 5 s, %s connections; milliseconds\n\n%s\n' "$con" "$head_of_latencies"
    exact 200 5 0.5 generator-limited
    start_server
    for tool in ours "${tools[@]}"; do
        case $tool in wrk | ab | siege) continue ;; esac
        reset
        figures "$tool" 5 "$con" 200 >"$work/figures" &
        local run=$! began=0 frozen
        for _ in $(seq 600); do
            truth | grep -q '"arrivals":0,' || { began=1; break; }
            sleep 0.05
        done
        [ "$began" = 1 ] && sleep 2
        frozen=$(descendants $run | xargs -r ps -o pid=,comm= -p 2>/dev/null | awk '$2 !~ /^(bash|python3|sleep|tail)$/ || /locust/ {print $1}')
        # shellcheck disable=SC2086
        [ -z "$frozen" ] || { kill -STOP $frozen; sleep 0.5; kill -CONT $frozen; }
        wait $run
        latencies "$(cat "$work/figures")"
    done
    stop_server
}

evenness() {
    printf '\n## Evenness at the server: 1,000/s, 5 s, %s connections; milliseconds\n\n' "$con"
    printf '| | requests | mean gap | sd of gaps | p99 off the mean | own lag p99 |\n|---|---|---|---|---|---|\n| **exact** | 5000 | 1.0000 | 0 | 0 | 0 |\n'
    start_server
    for tool in ours "${tools[@]}"; do
        case $tool in wrk | ab | siege) continue ;; esac
        reset
        read -r name _ _ _ _ _ _ _ _ lag <<<"$(figures "$tool" 5 "$con" 1000)"
        truth | python3 -c '
import json, sys
t = json.load(sys.stdin)
print("| %s | %d | %.4f | %.3f | %.3f | %s |" % (sys.argv[1], t["arrivals"], t["interMeanMs"], t["interSdMs"], t["interOffP99Ms"], sys.argv[2]))' "$name" "${lag:--}"
    done
    stop_server
}

cpu() {
    printf '\n## Marginal processor time: as fast as it can, 32 connections, (5 s run - 2 s run)\n\n'
    printf '| | requests a second | microseconds a request | fixed seconds |\n|---|---|---|---|\n'
    start_server
    for tool in ours "${tools[@]}"; do
        read -r name n2 c2 _ <<<"$(figures "$tool" 2 32 0)"
        read -r name n5 c5 _ <<<"$(figures "$tool" 5 32 0)"
        python3 -c '
import sys
name, n2, c2, n5, c5 = sys.argv[1], *(float(x) for x in sys.argv[2:])
each = (c5 - c2) / (n5 - n2)
print("| %s | %.0f | %.2f | %.2f |" % (name, n5 / 5, each * 1e6, c2 - each * n2))' "$name" "$n2" "$c2" "$n5" "$c5" 2>/dev/null || echo "| $tool | failed | | |"
    done
    stop_server
}

for table in $tables; do
    case $table in
        accuracy | selfstall | evenness | cpu) "$table" ;;
        *) echo "TABLES: expected some of accuracy, selfstall, evenness and cpu, got $table" >&2; exit 64 ;;
    esac
done
