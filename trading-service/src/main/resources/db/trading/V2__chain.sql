-- What a group wrote is chained to what the group before it wrote, so that nobody changes, removes, inserts or moves a row
-- unseen. A link is the SHA-256 of the link before it, the partition, the group's sequences and epoch, and the SHA-256 of
-- what the service wrote, which the service made (tradelab.trading.chain). Groups from before there were links have none;
-- the first link follows an empty one.
ALTER TABLE event_groups
    -- Four bytes a step, which tell the step that was changed from the others of its group.
    ADD marks bytea,
    ADD link bytea;

ALTER TABLE event_groups ALTER marks SET STORAGE EXTERNAL;

-- The last link, so that the end of the stream cannot be cut off either.
ALTER TABLE partitions ADD link bytea NOT NULL DEFAULT '';

-- Every change that was ever made to a kill switch: whoever reads it can tell what should not have left.
CREATE TABLE kill_switch_changes (
    scope text NOT NULL,
    target text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    version bigint PRIMARY KEY,
    changed_millis bigint NOT NULL,
    cancel_all boolean NOT NULL,
    -- The last sequence of each partition before it: later steps were made durable under this change.
    through bigint[] NOT NULL
);

-- What stands now stood at least from here on.
INSERT INTO kill_switch_changes
    SELECT scope, target, state, reason, version, changed_millis, cancel_version IS NOT DISTINCT FROM version,
        (SELECT array_agg(last_sequence ORDER BY id) FROM partitions)
    FROM kill_switches;

DROP FUNCTION commit_group;

-- Writes one group: all of it or nothing, once however often it is called, and only for the owner of the epoch.
-- p_content and p_marks: the digest of the group's steps, empty without any; n_: new orders, by rising cid, with
-- n_reduction empty if none has one; c_: changes of orders, in their sequence; a_: the terms of those that were amended,
-- empty if none was, else one for each change; f_: fills.
-- Returns the group's first sequence, the version of the kill switch as of this commit and, if the group was stored before,
-- the cids of its new orders that are stored.
-- The sequences go to the new orders in order of cid, then to the changes.
-- A new order with the name of a stored one is an error (23505): the caller then finds out which, and asks again without
-- them. Looking every name up first would cost every order what only repetitions need.
-- Plans of a long-lived connection are made while tables are small; they must not become scans when tables have grown.
CREATE FUNCTION commit_group(
    p_partition integer, p_epoch bigint, p_group bigint, p_lease_millis bigint, p_oldest_open bigint,
    p_content bytea, p_marks bytea,
    n_cid bigint[], n_account text[], n_client_order_id text[], n_instrument text[], n_side text[], n_type text[],
    n_price bigint[], n_amount bigint[], n_post_only boolean[], n_created bigint[], n_reduction text[],
    c_cid bigint[], c_status text[], c_filled bigint[], c_average_price bigint[], c_venue_order_id text[],
    c_reason text[], c_cancel_requested boolean[], c_batch_id bigint[], c_at bigint[],
    a_price bigint[], a_amount bigint[], a_working_price bigint[], a_working_amount bigint[], a_amending boolean[],
    f_trade_id bigint[], f_cid bigint[], f_venue_order_id text[], f_price bigint[], f_amount bigint[], f_fee bigint[],
    f_fee_currency text[], f_at bigint[],
    OUT first_sequence bigint, OUT inserted bigint[], OUT gate_version bigint)
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    own partitions%ROWTYPE;
    news integer := cardinality(n_cid);
    changes integer := cardinality(c_cid);
    last_step bigint;
    next_link bytea;
BEGIN
    SELECT * INTO own FROM partitions WHERE id = p_partition FOR UPDATE;
    IF own.epoch IS DISTINCT FROM p_epoch THEN
        RAISE EXCEPTION 'partition % is at epoch %, not %', p_partition, own.epoch, p_epoch USING ERRCODE = 'TL001';
    END IF;
    gate_version := own.gate;
    IF own.last_group >= p_group THEN
        IF own.last_group > p_group THEN
            RAISE EXCEPTION 'group % came after group %', p_group, own.last_group USING ERRCODE = 'TL002';
        END IF;
        first_sequence := own.last_group_sequence;
        SELECT coalesce(array_agg(o.cid ORDER BY o.cid), '{}') INTO inserted FROM orders o WHERE o.cid = ANY (n_cid);
        RETURN;
    END IF;
    first_sequence := own.last_sequence + 1;
    last_step := own.last_sequence + news + changes;
    next_link := own.link;

    IF news > 0 THEN
        INSERT INTO orders
        SELECT n.cid, p_partition, n.account, n.client_order_id, n.instrument, n.side, n.type, n.price, n.amount,
            n.post_only, own.last_sequence + n.ordinal, n.created, 'QUEUED', 0, 0, NULL, NULL, false, 0,
            own.last_sequence + n.ordinal, n.created, n.reduction
        FROM unnest(n_cid, n_account, n_client_order_id, n_instrument, n_side, n_type, n_price, n_amount, n_post_only,
                n_created, n_reduction)
            WITH ORDINALITY AS n(cid, account, client_order_id, instrument, side, type, price, amount, post_only,
                created, reduction, ordinal);
    END IF;

    IF changes > 0 THEN
        UPDATE orders o
        SET status = c.status, filled = c.filled, average_price = c.average_price, venue_order_id = c.venue_order_id,
            reason = c.reason, cancel_requested = c.cancel_requested, batch_id = c.batch_id, updated_millis = c.at,
            sequence = own.last_sequence + news + c.ordinal
        FROM (SELECT DISTINCT ON (u.cid) u.*
            FROM unnest(c_cid, c_status, c_filled, c_average_price, c_venue_order_id, c_reason, c_cancel_requested,
                    c_batch_id, c_at)
                WITH ORDINALITY AS u(cid, status, filled, average_price, venue_order_id, reason, cancel_requested,
                    batch_id, at, ordinal)
            ORDER BY u.cid, u.ordinal DESC) c
        WHERE o.cid = c.cid;
    END IF;

    IF cardinality(a_amount) > 0 THEN
        UPDATE orders o
        SET wanted_price = a.price, wanted_amount = a.amount, working_price = a.working_price,
            working_amount = a.working_amount, amending = a.amending
        FROM (SELECT DISTINCT ON (u.cid) u.*
            FROM unnest(c_cid, a_price, a_amount, a_working_price, a_working_amount, a_amending)
                WITH ORDINALITY AS u(cid, price, amount, working_price, working_amount, amending, ordinal)
            WHERE u.amount IS NOT NULL
            ORDER BY u.cid, u.ordinal DESC) a
        WHERE o.cid = a.cid;
    END IF;

    IF news + changes > 0 THEN
        next_link := sha256(own.link || int4send(p_partition) || int8send(first_sequence) || int8send(last_step)
            || int8send(p_epoch) || p_content);
        INSERT INTO event_groups VALUES (p_partition, first_sequence, last_step, p_epoch,
            n_cid, c_cid, c_status, c_filled, c_average_price, c_venue_order_id, c_reason, c_cancel_requested,
            c_batch_id, c_at, a_price, a_amount, p_marks, next_link);
    END IF;

    IF cardinality(f_trade_id) > 0 THEN
        INSERT INTO fills
        SELECT DISTINCT ON (f.trade_id, f.cid)
            f.trade_id, f.cid, f.venue_order_id, f.price, f.amount, f.fee, f.fee_currency, f.at
        FROM unnest(f_trade_id, f_cid, f_venue_order_id, f_price, f_amount, f_fee, f_fee_currency, f_at)
            WITH ORDINALITY AS f(trade_id, cid, venue_order_id, price, amount, fee, fee_currency, at, ordinal)
        WHERE EXISTS (SELECT FROM orders o WHERE o.cid = f.cid)
        ORDER BY f.trade_id, f.cid, f.fee IS NULL, f.ordinal
        ON CONFLICT (trade_id, cid) DO UPDATE SET fee = EXCLUDED.fee, fee_currency = EXCLUDED.fee_currency
            WHERE fills.fee IS NULL AND EXCLUDED.fee IS NOT NULL;
    END IF;

    UPDATE partitions
    SET last_sequence = last_step, link = next_link, last_group = p_group,
        last_group_sequence = first_sequence, oldest_open = p_oldest_open,
        lease_until = now() + p_lease_millis * interval '1 millisecond'
    WHERE id = p_partition;
END
$$;
