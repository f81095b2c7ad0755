package tradelab.trading.kill;

import tradelab.contracts.Topic;

/** Tells every instance that a switch was thrown. Only a hint: what counts is in the database. */
public record KillNotice(KillScope scope, String target) {
    public static final Topic<KillNotice> TOPIC = Topic.json("trading.kill-switch.v1", KillNotice.class);
}
