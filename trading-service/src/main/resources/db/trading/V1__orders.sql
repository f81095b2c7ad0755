-- Who may write a partition: the one whose epoch is here. Every commit locks this row and checks.
CREATE TABLE partitions (
    id integer PRIMARY KEY,
    owner text NOT NULL,
    epoch bigint NOT NULL,
    lease_until timestamptz NOT NULL,
    last_sequence bigint NOT NULL,
    -- The last group of this epoch that was committed, and its first sequence: tells an owner that lost its connection
    -- whether its group is in.
    last_group bigint NOT NULL,
    last_group_sequence bigint NOT NULL
) WITH (fillfactor = 10);

INSERT INTO partitions VALUES (0, '', 0, now(), 0, 0, 0);

-- One row per acknowledged order. cid grows with time, so it is the order of acceptance too. Amounts and prices are
-- times 10^8. No index on status: with none, a change of status touches no index.
CREATE TABLE orders (
    cid bigint PRIMARY KEY,
    partition integer NOT NULL,
    account text NOT NULL,
    client_order_id text NOT NULL,
    instrument text NOT NULL,
    side text NOT NULL,
    type text NOT NULL,
    price bigint,
    amount bigint NOT NULL CHECK (amount > 0),
    post_only boolean NOT NULL,
    accepted_sequence bigint NOT NULL,
    created_millis bigint NOT NULL,
    status text NOT NULL,
    filled bigint NOT NULL CHECK (filled >= 0 AND filled <= amount),
    average_price bigint NOT NULL,
    venue_order_id text,
    reason text,
    cancel_requested boolean NOT NULL,
    batch_id bigint NOT NULL,
    sequence bigint NOT NULL,
    updated_millis bigint NOT NULL,
    UNIQUE (account, client_order_id)
) WITH (fillfactor = 70);

-- Every step of every order, in the order of its partition, without gaps.
CREATE TABLE order_events (
    partition integer NOT NULL,
    sequence bigint NOT NULL,
    epoch bigint NOT NULL,
    cid bigint NOT NULL,
    status text NOT NULL,
    filled bigint NOT NULL,
    average_price bigint NOT NULL,
    venue_order_id text,
    reason text,
    cancel_requested boolean NOT NULL,
    batch_id bigint NOT NULL,
    at_millis bigint NOT NULL,
    PRIMARY KEY (partition, sequence)
);

-- Every execution once. The cid is part of the key because both sides of a trade with ourselves have its id.
CREATE TABLE fills (
    trade_id bigint NOT NULL,
    cid bigint NOT NULL REFERENCES orders,
    venue_order_id text NOT NULL,
    price bigint NOT NULL,
    amount bigint NOT NULL CHECK (amount > 0),
    fee bigint,
    fee_currency text,
    at_millis bigint NOT NULL,
    PRIMARY KEY (trade_id, cid)
);

CREATE INDEX fills_cid ON fills (cid);

-- Writes one group: all of it or nothing, once however often it is called, and only for the owner of the epoch.
-- n_: new orders, by rising cid; c_: changes of orders, in their sequence; f_: fills.
-- Returns the group's first sequence and the cids of the new orders that were stored; the others have a namesake.
-- The sequences go to the new orders in order of cid, then to the changes.
-- Plans of a long-lived connection are made while tables are small; they must not become scans when tables have grown.
CREATE FUNCTION commit_group(
    p_partition integer, p_epoch bigint, p_group bigint, p_lease_millis bigint,
    n_cid bigint[], n_account text[], n_client_order_id text[], n_instrument text[], n_side text[], n_type text[],
    n_price bigint[], n_amount bigint[], n_post_only boolean[], n_created bigint[],
    c_cid bigint[], c_status text[], c_filled bigint[], c_average_price bigint[], c_venue_order_id text[],
    c_reason text[], c_cancel_requested boolean[], c_batch_id bigint[], c_at bigint[],
    f_trade_id bigint[], f_cid bigint[], f_venue_order_id text[], f_price bigint[], f_amount bigint[], f_fee bigint[],
    f_fee_currency text[], f_at bigint[],
    OUT first_sequence bigint, OUT inserted bigint[])
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
    own partitions%ROWTYPE;
    news integer := 0;
    changes integer := cardinality(c_cid);
    gaps integer;
BEGIN
    SELECT * INTO own FROM partitions WHERE id = p_partition FOR UPDATE;
    IF own.epoch IS DISTINCT FROM p_epoch THEN
        RAISE EXCEPTION 'partition % is at epoch %, not %', p_partition, own.epoch, p_epoch USING ERRCODE = 'TL001';
    END IF;
    IF own.last_group >= p_group THEN
        IF own.last_group > p_group THEN
            RAISE EXCEPTION 'group % came after group %', p_group, own.last_group USING ERRCODE = 'TL002';
        END IF;
        first_sequence := own.last_group_sequence;
        SELECT coalesce(array_agg(o.cid ORDER BY o.cid), '{}') INTO inserted FROM orders o WHERE o.cid = ANY (n_cid);
        RETURN;
    END IF;
    first_sequence := own.last_sequence + 1;
    inserted := '{}';

    IF cardinality(n_cid) > 0 THEN
        WITH stored AS (
            INSERT INTO orders
            SELECT n.cid, p_partition, n.account, n.client_order_id, n.instrument, n.side, n.type, n.price, n.amount,
                n.post_only, own.last_sequence + row_number() OVER (ORDER BY n.cid), n.created, 'QUEUED', 0, 0, NULL,
                NULL, false, 0, own.last_sequence + row_number() OVER (ORDER BY n.cid), n.created
            FROM unnest(n_cid, n_account, n_client_order_id, n_instrument, n_side, n_type, n_price, n_amount,
                    n_post_only, n_created)
                AS n(cid, account, client_order_id, instrument, side, type, price, amount, post_only, created)
            WHERE NOT EXISTS (SELECT FROM orders o
                WHERE o.account = n.account AND o.client_order_id = n.client_order_id)
            ON CONFLICT (account, client_order_id) DO NOTHING
            RETURNING cid, accepted_sequence, created_millis
        ), told AS (
            INSERT INTO order_events
            SELECT p_partition, s.accepted_sequence, p_epoch, s.cid, 'QUEUED', 0, 0, NULL, NULL, false, 0,
                s.created_millis
            FROM stored s
        )
        SELECT coalesce(array_agg(s.cid ORDER BY s.cid), '{}'), count(*),
            coalesce(max(s.accepted_sequence), own.last_sequence) - own.last_sequence - count(*)
        INTO inserted, news, gaps FROM stored s;
        -- Nobody else can have stored a namesake in between, for nobody else has the lock. Numbers with a gap would
        -- say that somebody did.
        IF gaps <> 0 THEN
            RAISE EXCEPTION 'a foreign writer stored orders of partition %', p_partition USING ERRCODE = 'TL003';
        END IF;
    END IF;

    IF changes > 0 THEN
        INSERT INTO order_events
        SELECT p_partition, own.last_sequence + news + c.ordinal, p_epoch, c.cid, c.status, c.filled, c.average_price,
            c.venue_order_id, c.reason, c.cancel_requested, c.batch_id, c.at
        FROM unnest(c_cid, c_status, c_filled, c_average_price, c_venue_order_id, c_reason, c_cancel_requested,
                c_batch_id, c_at)
            WITH ORDINALITY AS c(cid, status, filled, average_price, venue_order_id, reason, cancel_requested,
                batch_id, at, ordinal);
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
    SET last_sequence = own.last_sequence + news + changes, last_group = p_group,
        last_group_sequence = first_sequence, lease_until = now() + p_lease_millis * interval '1 millisecond'
    WHERE id = p_partition;
END
$$;
