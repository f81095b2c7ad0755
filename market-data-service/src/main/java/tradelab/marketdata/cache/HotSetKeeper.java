package tradelab.marketdata.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.CopyOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.marketdata.redis.RedisLink;

/**
 * Remembers what is asked for most, in Redis for all replicas and in a file for a start without it, and reads that ahead
 * at start and whenever Redis has come back: so many names at most, so many a second.
 *
 * <p>Reads are counted from any thread; everything else belongs to the event loop that started it.
 */
public final class HotSetKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(HotSetKeeper.class);
    private static final int NAMES_BETWEEN_SAVES_MAX = 10_000;
    private static final long SECOND_MILLIS = 1_000;

    /** Adds counts; whoever comes first after a half-life halves them all, and the coldest go. */
    private static final String SAVE = """
        for i = 3, #ARGV, 2 do redis.call('ZINCRBY', KEYS[1], ARGV[i + 1], ARGV[i]) end
        if redis.call('SET', KEYS[2], '1', 'NX', 'PX', ARGV[1]) then
          redis.call('ZUNIONSTORE', KEYS[1], 1, KEYS[1], 'WEIGHTS', 0.5)
          redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - tonumber(ARGV[2]))
        end
        return 1\
        """;

    private final CacheSettings.WarmUpSettings settings;
    private final RedisKeys keys;
    private final @Nullable RedisLink link;
    private final HotSet hot;
    private final ConcurrentMap<String, LongAdder> reads = new ConcurrentHashMap<>();
    private final ArrayDeque<String> ahead = new ArrayDeque<>();
    private final LongAdder warmed = new LongAdder();
    private volatile Consumer<String> reader = _ -> {};
    private @Nullable Vertx vertx;
    private boolean warming;

    HotSetKeeper(CacheSettings.WarmUpSettings settings, RedisKeys keys, @Nullable RedisLink link) {
        this.settings = settings;
        this.keys = keys;
        this.link = link;
        this.hot = new HotSet(settings.symbolsMax(), settings.halfLife().toMillis(), nowMillis());
    }

    /** Counts one read. Any thread. */
    public void count(String name) {
        LongAdder known = reads.get(name);
        if (known == null && reads.size() < NAMES_BETWEEN_SAVES_MAX) {
            known = reads.computeIfAbsent(name, _ -> new LongAdder());
        }
        if (known != null) {
            known.increment();
        }
    }

    /** Says how a name is read ahead; one that makes no sense is refused with IllegalArgumentException and left out. */
    public void readsAheadBy(Consumer<String> how) {
        reader = how;
    }

    /** Returns how many were read ahead. Any thread. */
    long warmed() {
        return warmed.sum();
    }

    void start(Vertx owner) {
        vertx = owner;
        var _ = owner.setPeriodic(settings.saveInterval().toMillis(), _ -> {
            var _ = save();
        });
        fromFile(owner).onSuccess(names -> warm(owner, names));
    }

    /** Reads ahead what Redis, or else the file, remembers. */
    void warmUp(Vertx owner) {
        var _ = fromRedis()
                .recover(_ -> Future.succeededFuture(List.of()))
                .compose(names -> names.isEmpty() ? fromFile(owner) : Future.succeededFuture(names))
                .onSuccess(names -> warm(owner, names));
    }

    Future<Void> stop() {
        return save();
    }

    private Future<List<String>> fromRedis() {
        if (link == null) {
            return Future.succeededFuture(List.of());
        }
        Request command = Request.cmd(Command.ZREVRANGE).arg(keys.hot()).arg(0).arg(settings.symbolsMax() - 1);
        return link.send(RedisLink.Kind.READ, command).map(HotSetKeeper::names);
    }

    private static List<String> names(Response answer) {
        return StreamSupport.stream(answer.spliterator(), false)
                .map(Response::toString)
                .toList();
    }

    private Future<List<String>> fromFile(Vertx owner) {
        return settings.file()
                .map(file -> owner.fileSystem()
                        .readFile(file.toString())
                        .map(text -> text.toString()
                                .lines()
                                .filter(line -> !line.isBlank() && line.length() <= CacheKey.NAME_MAX)
                                .limit(settings.symbolsMax())
                                .toList())
                        .recover(_ -> Future.succeededFuture(List.of()))) // none yet
                .orElseGet(() -> Future.succeededFuture(List.of()));
    }

    private void warm(Vertx owner, List<String> names) {
        for (String name : names) {
            if (ahead.size() < settings.symbolsMax() && !ahead.contains(name)) {
                ahead.add(name);
            }
        }
        if (!warming && !ahead.isEmpty()) {
            warming = true;
            LOG.info("event=cache_warming names={}", ahead.size());
            next(owner);
        }
    }

    private void next(Vertx owner) {
        String name = ahead.poll();
        if (name == null) {
            warming = false;
            return;
        }
        try {
            reader.accept(name);
            warmed.increment();
        } catch (IllegalArgumentException e) { // from a file or a Redis that others write to: the next may do
            LOG.debug("event=hot_name_unreadable name={}", name, e);
        }
        var _ = owner.setTimer(Math.max(1, SECOND_MILLIS / settings.perSecond()), _ -> next(owner));
    }

    private Future<Void> save() {
        Map<String, Long> counted = new HashMap<>();
        for (String name : List.copyOf(reads.keySet())) {
            LongAdder count = reads.remove(name);
            if (count != null && count.sum() > 0) {
                counted.put(name, count.sum()); // a read counted at this very moment may be lost
            }
        }
        if (counted.isEmpty()) {
            return Future.succeededFuture();
        }
        hot.add(counted, nowMillis());
        return saveInRedis(counted).transform(_ -> saveInFile());
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private Future<?> saveInRedis(Map<String, Long> counted) {
        if (link == null || !link.usable(RedisLink.Kind.WRITE)) {
            return Future.succeededFuture();
        }
        Request command = Request.cmd(Command.EVAL)
                .arg(SAVE)
                .arg(2)
                .arg(keys.hot())
                .arg(keys.hot() + ":halved")
                .arg(settings.halfLife().toMillis())
                .arg(settings.symbolsMax());
        hot.hottest().forEach(name -> {
            Long count = counted.get(name);
            if (count != null) {
                var _ = command.arg(name).arg(count);
            }
        });
        return link.send(RedisLink.Kind.WRITE, command);
    }

    private Future<Void> saveInFile() {
        Vertx owner = vertx;
        if (settings.file().isEmpty() || owner == null) {
            return Future.succeededFuture();
        }
        String file = settings.file().get().toString();
        String part = file + ".part";
        return owner.fileSystem()
                .writeFile(part, Buffer.buffer(String.join("\n", hot.hottest())))
                .compose(_ -> owner.fileSystem()
                        .move(part, file, new CopyOptions().setAtomicMove(true).setReplaceExisting(true)))
                .onFailure(cause -> LOG.warn("event=hot_set_not_saved file={} reason={}", file, cause.getMessage()));
    }
}
