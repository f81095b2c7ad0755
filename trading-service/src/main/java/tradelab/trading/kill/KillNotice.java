package tradelab.trading.kill;

import tradelab.contracts.Topic;

/**
 * Tells every instance that a switch was thrown. Only a hint: what counts is in the database.
 *
 * @param cancelAll whether open orders of the scope should be cancelled
 */
public record KillNotice(KillScope scope, String target, boolean cancelAll) {
    public static final Topic<KillNotice> TOPIC = Topic.json("trading.kill-switch.v1", KillNotice.class);
}
