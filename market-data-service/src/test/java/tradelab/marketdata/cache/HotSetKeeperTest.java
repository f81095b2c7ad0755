package tradelab.marketdata.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotSetKeeperTest {
    @Test
    void aNameThatMakesNoSenseDoesNotKeepTheOthersFromBeingReadAhead(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("hot.txt"), List.of("first", "nonsense", "last"));
        CacheSettings settings = TestCluster.settings(Map.of("warm-up.file", file.toString()));
        BlockingQueue<String> read = new LinkedBlockingQueue<>();
        Vertx vertx = Vertx.vertx();
        try {
            HotSetKeeper keeper = new HotSetKeeper(settings.warmUp(), new RedisKeys("test"), null);
            keeper.readsAheadBy(name -> {
                if (name.equals("nonsense")) {
                    throw new IllegalArgumentException("name: expected sense");
                }
                read.add(name);
            });

            keeper.start(vertx);

            assertThat(read.poll(60, TimeUnit.SECONDS)).isEqualTo("first");
            assertThat(read.poll(60, TimeUnit.SECONDS)).isEqualTo("last");
        } finally {
            var _ = await(vertx.close());
        }
    }
}
