package tradelab.loadgen.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import tradelab.loadgen.engine.Answers;
import tradelab.loadgen.engine.ErrorKind;
import tradelab.loadgen.operation.Answer;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.operation.Request;

class OrderFlowTest {
    private static final int SLOTS = 4;
    private static final int OPEN_MAX = 5;
    private static final OrderPlan PLAN =
            new OrderPlan("load", "BITFINEX:tBTCUSD", "20000-21000", "0.1-0.2", OPEN_MAX, 3, 2, 2);

    /** A trading service that remembers: an order is opened once, and amended and cancelled only while it is open. */
    private static final class Venue implements Requester {
        private final Set<String> known = new HashSet<>();
        private final Set<String> open = new HashSet<>();
        private final List<Integer> statuses = new ArrayList<>();
        private final Answers flow;
        private final Set<String> amended = new HashSet<>();
        private boolean silent;

        Venue(Answers flow) {
            this.flow = flow;
        }

        @Override
        public void send(int slot, Request request) {
            int status;
            String named = request.path().substring(request.path().lastIndexOf('/') + 1);
            if (request.method().equals("DELETE")) {
                status = open.remove(named) ? 202 : 409;
            } else if (request.method().equals("PATCH")) {
                status = open.contains(named) && amended.add(named) ? 202 : 409;
            } else {
                String id = new JsonObject(request.body()).getString("clientOrderId");
                status = known.add(id) ? 201 : 200;
                open.add(id);
            }
            statuses.add(status);
            if (silent) {
                flow.failed(slot, ErrorKind.TIMEOUT, "silent");
            } else {
                flow.answered(slot, status, true);
            }
        }

        @Override
        public void send(int slot, int operation, long sequence, long recent) {
            throw new IllegalStateException("orders are sent as requests");
        }

        @Override
        public void connect(int slot) {
            flow.connected(slot);
        }

        @Override
        public void close(int slot) {
            // nothing is held
        }
    }

    private static final class Loop implements Answers {
        private int answered;
        private int failed;

        @Override
        public void connected(int slot) {
            // ready
        }

        @Override
        public void connectFailed(int slot, String why) {
            throw new IllegalStateException(why);
        }

        @Override
        public void firstByte(int slot) {
            // not asked for here
        }

        @Override
        public void answered(int slot, int status, boolean reusable, @Nullable Answer heard) {
            answered++;
        }

        @Override
        public void failed(int slot, int kind, String why) {
            failed++;
        }

        @Override
        public void moved(long bytes) {
            // nothing is held back here
        }

        @Override
        public void closed(int slot, String why) {
            failed++;
        }
    }

    @Property(tries = 200)
    void neverTouchesAnOrderThatIsNotOpenAndKeepsToTheBound(@ForAll Random random) {
        OperationMix mix = new OperationMix(PLAN.operations(false), "localhost", "", "run-1", 7);
        Loop loop = new Loop();
        Venue[] venue = new Venue[1];
        OrderFlow flow = new OrderFlow(mix, PLAN, SLOTS, loop, answers -> venue[0] = new Venue(answers));
        int lost = 0;
        for (long sequence = 0; sequence < 300; sequence++) {
            int operation = flow.decide(random.nextInt(3));
            venue[0].silent = random.nextInt(20) == 0;
            lost += venue[0].silent ? 1 : 0;
            flow.send((int) (sequence % SLOTS), operation, sequence, OperationMix.NO_RECENT);
            assertThat(venue[0].open.size()).isLessThanOrEqualTo(OPEN_MAX + lost);
        }
        assertThat(venue[0].statuses).doesNotContain(409).doesNotContain(200).contains(201, 202);
        assertThat(venue[0].amended).isNotEmpty();
        assertThat(loop.answered + loop.failed).isEqualTo(300);
        assertThat(loop.failed).isEqualTo(lost);
    }
}
