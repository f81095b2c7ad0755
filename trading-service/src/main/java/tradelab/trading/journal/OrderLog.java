package tradelab.trading.journal;

import io.vertx.core.Future;

/** Where steps become durable. */
public interface OrderLog {
    /**
     * Makes a group durable. Calling it again with the same group changes nothing and gives the same answer.
     *
     * @return fails with {@link LogRefusedException} if the group is not in the log and never can be; after any other
     *     failure it may be, and only the same call again tells
     */
    Future<Committed> commit(CommitGroup group);
}
