#!/usr/bin/env python3
"""Counts, on the wire, where a load generator connects to that is asked to load many made-up URLs.

  benchmarks/guard-packets.py [URLS [SEED]]

The load generator of ./tradelab runs in a network of its own (a network namespace) in which every address is on this
machine, so that nothing keeps a packet back. A packet socket sees each first packet of a
connection and each datagram. One port of 127.0.0.1 may be loaded. 100,000 URLs, unless told otherwise, are sent to
POST /api/performance/load-test: plain and odd spellings of the allowed target and of others, and allowed ones with single
characters changed. What is let through runs for a moment, against a target that redirects elsewhere. Names have the
allowed address, a forbidden one, or both.

Needs Linux, root, iproute2, util-linux, and what ./tradelab needs. Ends with 1 if a packet went elsewhere.
"""
import collections, ctypes, http.client, json, os, random, signal, socket, struct, subprocess, sys, tempfile, threading, time

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ALLOWED, NEIGHBOUR = "127.0.0.1", "127.0.0.2"
NAMES = {"target.test": [ALLOWED], "stranger.test": ["10.0.0.1"], "metadata.test": ["169.254.169.254"],
         "both.test": [ALLOWED, "10.0.0.1"], "localhost": [ALLOWED, "::1"]}
SENDERS = 4
SO_ATTACH_FILTER, SOL_PACKET, PACKET_STATISTICS = 26, 263, 6
READY_SECONDS = 120


def in_own_network():
    """Builds first, because in there is no way to anybody, then starts itself again."""
    subprocess.run([os.environ.get("OURS", HOME + "/tradelab"), "--version"], check=True, stdout=subprocess.DEVNULL)
    os.execvp("unshare", ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", sys.executable]
              + [os.path.abspath(__file__), "--inside"] + sys.argv[1:])


def prepare(folder):
    subprocess.run("ip link set lo up && ip route add local default dev lo", shell=True, check=True)
    hosts = "".join(f"{address} {name}\n" for name, all in NAMES.items() for address in all)
    for name, text in (("hosts", hosts), ("nsswitch.conf", "hosts: files\n")):
        path = os.path.join(folder, name)
        with open(path, "w") as file:
            file.write(text)
        subprocess.run(["mount", "--bind", path, "/etc/" + name], check=True)


class Observer(threading.Thread):
    """Sees what any process sends: the first packet of each TCP connection, and all UDP."""

    # IPv4 TCP only with SYN and without ACK; everything else that is not IPv4 TCP as it is.
    FILTER = [(0x30, 0, 0, 0), (0x54, 0, 0, 0xF0), (0x15, 0, 6, 0x40), (0x30, 0, 0, 9), (0x15, 0, 4, 6), (0xB1, 0, 0, 0),
              (0x50, 0, 0, 13), (0x54, 0, 0, 0x12), (0x15, 0, 1, 0x02), (6, 0, 0, 0x40000), (6, 0, 0, 0)]

    def __init__(self):
        super().__init__(daemon=True)
        self.seen = collections.Counter()
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *each) for each in self.FILTER))
        attach_filter = struct.pack("HL", len(self.FILTER), ctypes.addressof(program))
        self.socket.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, attach_filter)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 << 20)

    def run(self):
        while True:
            packet, (_, protocol, kind, _, _) = self.socket.recvfrom(256)
            if kind == socket.PACKET_OUTGOING:
                self.count(packet, protocol)

    def count(self, packet, protocol):
        if protocol == 0x0800:
            number, address, at = packet[9], socket.inet_ntop(socket.AF_INET, packet[16:20]), 4 * (packet[0] & 15)
        elif protocol == 0x86DD:
            number, address, at = packet[6], socket.inet_ntop(socket.AF_INET6, packet[24:40]), 40
        else:
            return
        if number in (6, 17) and not (number == 6 and packet[at + 13] & 0x12 != 2):
            self.seen[("tcp" if number == 6 else "udp", address, struct.unpack_from("!H", packet, at + 2)[0])] += 1

    def dropped(self):
        return struct.unpack("II", self.socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))[1]

    def settle(self):
        """Until nothing more has come for a while."""
        before = None
        while before != sum(self.seen.values()):
            before = sum(self.seen.values())
            time.sleep(0.5)


class Target:
    """Answers every second request with a redirect to where nobody may go."""

    def __init__(self):
        self.requests = 0
        self.server = socket.create_server((ALLOWED, 0), backlog=1024)
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.server.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            try:
                while connection.recv(65536):
                    self.requests += 1
                    head = b"200 OK" if self.requests % 2 else b"302 Found\r\nlocation: http://10.0.0.1/"
                    connection.sendall(b"HTTP/1.1 " + head + b"\r\ncontent-length: 0\r\n\r\n")
            except OSError:
                pass


def spellings(rng, base):
    octets = [int(octet) for octet in base.split(".")]
    number = int.from_bytes(bytes(octets), "big")
    return rng.choice([base, base, str(number), hex(number), "0%o" % number, "0%o.%d.%d.%d" % tuple(octets),
                       "%d.%d" % (octets[0], octets[3]), base + ".", "[::ffff:%s]" % base, "[::%s]" % base,
                       "[64:ff9b::%s]" % base, "%%3%d%s" % (octets[0] // 100, base[1:]), base.replace(".", "\u3002"),
                       base + "\0", " " + base, base + "%00.target.test", "[%s]" % base, base + "/../" + NEIGHBOUR])


def url(rng, port):
    if rng.random() < 0.5:  # the allowed one, spelt a little wrong
        text = list("http://%s:%d/" % (rng.choice([ALLOWED, "target.test"]), port))
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(7, len(text))
            text[at : at + rng.randint(0, 1)] = [chr(rng.choice([rng.randint(33, 126), rng.randint(0, 255), 46, 64, 58]))]
        return "".join(text)
    scheme = rng.choice(["http://"] * 4 + ["HTTP://", "https://", "h2c://", "ws://", "sse+http://", "http:/", "file://", "//",
                        "gopher://", "bus://", ""])
    user = rng.choice([""] * 4 + [ALLOWED + "@", "a:b@", "%s:%d@" % (ALLOWED, port), "@"])
    host = rng.choice([spellings(rng, rng.choice([ALLOWED, NEIGHBOUR, "169.254.169.254", "10.0.0.1", "0.0.0.0", "192.0.2.9"])),
                       rng.choice(list(NAMES) + ["TARGET.TEST", "target.test.", "nowhere.test"]), "[::1]", "[::]", "[fe80::1%25lo]"])
    end_port = rng.choice([":%d" % port] * 3 + ["", ":", ":80", ":0%d" % port, ":+%d" % port, ":%d" % (port + 65536), ":-1",
                          ":%d@%s" % (port, NEIGHBOUR), ":%d" % (port % 65535 + 1)])
    end = rng.choice(["/", "", "/a?b=c", "?x", "#@10.0.0.1", "\\@10.0.0.1", "/%0d%0aHost:x", "/\r\nX: y", "//10.0.0.1/", "/@10.0.0.1"])
    return scheme + user + host + end_port + end


def send(api, urls, answers, lock):
    connection = http.client.HTTPConnection(ALLOWED, api, timeout=60)
    for each in urls:
        body = json.dumps(dict(target=each, rate=20, duration="100ms", connections=1)).encode()
        while True:
            connection.request("POST", "/api/performance/load-test", body, {"content-type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            if answer.status != 429:
                break
            with lock:
                answers["asked again"] += 1
            time.sleep(0.02)
        with lock:
            answers[answer.status] += 1


def start(folder, target, log):
    with socket.create_server((ALLOWED, 0)) as free, socket.create_server((ALLOWED, 0)) as other:
        api, management = free.getsockname()[1], other.getsockname()[1]
    settings = {"loadgen.http.port": api, "loadgen.management.port": management, "loadgen.runs-at-once": 64,
                "loadgen.allowed-targets": "%s:%d,target.test:%d" % (ALLOWED, target, target)}
    command = [os.environ.get("OURS", HOME + "/tradelab"), "up", "loadgen-service"]
    for key, value in settings.items():
        command += ["--set", "%s=%s" % (key, value)]
    service = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and service.poll() is None:
        try:
            with socket.create_connection((ALLOWED, api), timeout=1):
                return service, api
        except OSError:
            time.sleep(0.2)
    sys.exit("the load generator did not start:\n" + open(log.name).read())


def control(observer, target):
    """Proves that the observer sees what it must not find later."""
    forbidden = [("10.0.0.1", 80), (NEIGHBOUR, target), ("169.254.169.254", 80), (ALLOWED, target + 1)]
    for address in forbidden:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            probe.connect_ex(address)
    observer.settle()
    missed = [address for address in forbidden if not observer.seen[("tcp",) + address]]
    if missed:
        sys.exit("the observer does not see connections to %s" % missed)
    observer.seen.clear()
    return len(forbidden)


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 11
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        observer, target = Observer(), Target()
        observer.start()
        probes = control(observer, target.port)
        with open(os.path.join(folder, "log"), "w") as log:
            service, api = start(folder, target.port, log)
            observer.settle()
            observer.seen.clear()  # its own start, with its own stores
            rng = random.Random(seed)
            urls = [url(rng, target.port) for _ in range(count)]
            answers, lock = collections.Counter(), threading.Lock()
            senders = [threading.Thread(target=send, args=(api, urls[i::SENDERS], answers, lock)) for i in range(SENDERS)]
            for sender in senders:
                sender.start()
            for sender in senders:
                sender.join()
            observer.settle()
            service.send_signal(signal.SIGTERM)
            service.wait()
    welcome = {("tcp", ALLOWED, target.port), ("tcp", ALLOWED, api)}
    elsewhere = {where: n for where, n in observer.seen.items() if where not in welcome}
    print("%d URLs (%d different, seed %d), answers %s" % (count, len(set(urls)), seed, dict(answers)))
    print("the allowed target: %d connections, %d requests; elsewhere: %d packets; the observer saw %d of %d probes and dropped %d"
          % (observer.seen[("tcp", ALLOWED, target.port)], target.requests, sum(elsewhere.values()), probes, probes, observer.dropped()))
    for where, n in sorted(elsewhere.items(), key=str):
        print("  %s %s:%d  %d" % (*where, n))
    sent = sum(n for status, n in answers.items() if status != "asked again")
    sys.exit(0 if not elsewhere and not observer.dropped() and sent == count and target.requests else 1)


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] == "--inside":
        main()
    else:
        in_own_network()
