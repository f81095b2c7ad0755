-- Who may write a partition: the one whose epoch is here. Every commit locks this row and checks.
-- The fill factor leaves room for each update in its page.
CREATE TABLE partitions (
    id integer PRIMARY KEY,
    owner text NOT NULL,
    epoch bigint NOT NULL,
    lease_until timestamptz NOT NULL,
    -- The version of the kill switch. A change of the switch locks every partition, so each commit is before or after it.
    gate bigint NOT NULL,
    last_sequence bigint NOT NULL,
    -- The last group of this epoch that was committed, and its first sequence: tells an
    -- owner that lost its connection whether its group is in.
    last_group bigint NOT NULL,
    last_group_sequence bigint NOT NULL,
    -- No open order is older than this, so that a start does not read the whole past.
    oldest_open bigint NOT NULL
) WITH (fillfactor = 10);

-- The instances that may own partitions, so that they can share them.
CREATE TABLE members (
    instance text PRIMARY KEY,
    alive_until timestamptz NOT NULL
);

-- What may be traded at all. A scope without a row is ACTIVE. Only the strictest state that applies counts.
CREATE TABLE kill_switches (
    scope text NOT NULL,
    target text NOT NULL,
    state text NOT NULL,
    reason text NOT NULL,
    version bigint NOT NULL,
    changed_millis bigint NOT NULL,
    -- When it was last thrown with the wish to cancel all: its version then, and the last sequence of each partition.
    cancel_version bigint,
    cancel_through bigint[],
    PRIMARY KEY (scope, target)
);

-- The limits of each scope as they stand, in JSON, and every change that was ever made to them. A change counts up the
-- version of the kill switch, so that every owner learns with its next commit that there is something to read.
CREATE TABLE risk_limits (
    scope text NOT NULL,
    target text NOT NULL,
    limits text NOT NULL,
    reason text NOT NULL,
    version bigint NOT NULL,
    changed_millis bigint NOT NULL,
    PRIMARY KEY (scope, target)
);

CREATE TABLE risk_limit_changes (
    scope text NOT NULL,
    target text NOT NULL,
    limits text NOT NULL,
    reason text NOT NULL,
    version bigint PRIMARY KEY,
    changed_millis bigint NOT NULL
);

-- One row per acknowledged order. A partition's cids grow with time, so they are its order of acceptance too. Amounts
-- and prices are times 10^8. No index on status: with none, a change of status touches no index. Names compare by byte:
-- the rules of a language cost several times as much.
CREATE TABLE orders (
    cid bigint PRIMARY KEY,
    partition integer NOT NULL,
    account text COLLATE "C" NOT NULL,
    client_order_id text COLLATE "C" NOT NULL,
    instrument text COLLATE "C" NOT NULL,
    side text COLLATE "C" NOT NULL,
    type text COLLATE "C" NOT NULL,
    price bigint,
    amount bigint NOT NULL CHECK (amount > 0),
    post_only boolean NOT NULL,
    accepted_sequence bigint NOT NULL,
    created_millis bigint NOT NULL,
    status text COLLATE "C" NOT NULL,
    filled bigint NOT NULL CHECK (filled >= 0),
    average_price bigint NOT NULL,
    venue_order_id text,
    reason text,
    cancel_requested boolean NOT NULL,
    batch_id bigint NOT NULL,
    sequence bigint NOT NULL,
    updated_millis bigint NOT NULL,
    -- ASKED of an order that must make the position smaller, FOUND of one that was found to, absent of all others.
    reduction text COLLATE "C",
    -- Absent until the order is amended; price and amount above stay what was asked for at first. Wanted by the owner;
    -- as the venue has it, as far as is known; whether the venue has still to be told. Absent columns cost nothing.
    wanted_price bigint,
    wanted_amount bigint CHECK (wanted_amount > 0),
    working_price bigint,
    working_amount bigint CHECK (working_amount > 0),
    amending boolean,
    UNIQUE (account, client_order_id)
) WITH (fillfactor = 70);

-- Every step of every order, in the order of its partition, without gaps; a row for each group that was committed. First
-- the new orders, whose fields are in their rows, then the changes, column by column. Read it through order_events.
CREATE TABLE event_groups (
    partition integer NOT NULL,
    first_sequence bigint NOT NULL,
    last_sequence bigint NOT NULL,
    epoch bigint NOT NULL,
    accepted bigint[] NOT NULL,
    cid bigint[] NOT NULL,
    status text[] NOT NULL,
    filled bigint[] NOT NULL,
    average_price bigint[] NOT NULL,
    venue_order_id text[] NOT NULL,
    reason text[] NOT NULL,
    cancel_requested boolean[] NOT NULL,
    batch_id bigint[] NOT NULL,
    at_millis bigint[] NOT NULL,
    -- Empty unless one of the changes is of an amended order.
    wanted_price bigint[] NOT NULL,
    wanted_amount bigint[] NOT NULL,
    PRIMARY KEY (partition, last_sequence)
);

-- Long columns go to the side as they are: compressing them costs more processor time than it saves disk.
ALTER TABLE event_groups
    ALTER accepted SET STORAGE EXTERNAL, ALTER cid SET STORAGE EXTERNAL, ALTER status SET STORAGE EXTERNAL,
    ALTER filled SET STORAGE EXTERNAL, ALTER average_price SET STORAGE EXTERNAL,
    ALTER venue_order_id SET STORAGE EXTERNAL, ALTER reason SET STORAGE EXTERNAL,
    ALTER cancel_requested SET STORAGE EXTERNAL, ALTER batch_id SET STORAGE EXTERNAL,
    ALTER at_millis SET STORAGE EXTERNAL;

-- One row per step. The wanted terms are absent where they are those of the order's request.
CREATE VIEW order_events AS
    SELECT g.partition, g.first_sequence + a.ordinal - 1 AS sequence, g.epoch, a.cid, 'QUEUED' AS status, 0::bigint AS filled,
        0::bigint AS average_price, NULL::text AS venue_order_id, NULL::text AS reason, false AS cancel_requested,
        0::bigint AS batch_id, o.created_millis AS at_millis, NULL::bigint AS wanted_price, NULL::bigint AS wanted_amount
    FROM event_groups g, unnest(g.accepted) WITH ORDINALITY AS a(cid, ordinal), orders o
    WHERE o.cid = a.cid
    UNION ALL
    SELECT g.partition, g.first_sequence + cardinality(g.accepted) + c.ordinal - 1, g.epoch, c.cid, c.status, c.filled,
        c.average_price, c.venue_order_id, c.reason, c.cancel_requested, c.batch_id, c.at_millis,
        c.wanted_price, c.wanted_amount
    FROM event_groups g, unnest(g.cid, g.status, g.filled, g.average_price, g.venue_order_id, g.reason,
            g.cancel_requested, g.batch_id, g.at_millis,
            g.wanted_price, g.wanted_amount)
        WITH ORDINALITY AS c(cid, status, filled, average_price, venue_order_id, reason, cancel_requested, batch_id,
            at_millis, wanted_price, wanted_amount, ordinal);

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

CREATE INDEX fills_time ON fills (at_millis, trade_id, cid);

-- Writes one group: all of it or nothing, once however often it is called, and only for the owner of the epoch.
-- n_: new orders, by rising cid, with n_reduction empty if none has one; c_: changes of orders, in their sequence; a_: the terms of those that were amended, empty
-- if none was, else one for each change; f_: fills.
-- Returns the group's first sequence, the cids of the new orders that were stored if those are not all (the others have a
-- namesake), and the version of the kill switch as of this commit.
-- The sequences go to the new orders in order of cid, then to the changes.
-- p_namesakes says that a new order may have the name of a stored one. Without it that is an error (23505), and the
-- caller asks again with it: looking every name up first would cost every order what only repetitions need.
-- Plans of a long-lived connection are made while tables are small; they must not become scans when tables have grown.
CREATE FUNCTION commit_group(
    p_partition integer, p_epoch bigint, p_group bigint, p_lease_millis bigint, p_oldest_open bigint,
    p_namesakes boolean,
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
    accepted bigint[] := n_cid;
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

    IF news > 0 AND p_namesakes THEN
        WITH stored AS (
            INSERT INTO orders
            SELECT n.cid, p_partition, n.account, n.client_order_id, n.instrument, n.side, n.type, n.price, n.amount,
                n.post_only, own.last_sequence + row_number() OVER (ORDER BY n.cid), n.created, 'QUEUED', 0, 0, NULL,
                NULL, false, 0, own.last_sequence + row_number() OVER (ORDER BY n.cid), n.created, n.reduction
            FROM unnest(n_cid, n_account, n_client_order_id, n_instrument, n_side, n_type, n_price, n_amount,
                    n_post_only, n_created, n_reduction)
                AS n(cid, account, client_order_id, instrument, side, type, price, amount, post_only, created,
                    reduction)
            WHERE NOT EXISTS (SELECT FROM orders o
                WHERE o.account = n.account AND o.client_order_id = n.client_order_id)
            RETURNING cid
        )
        SELECT coalesce(array_agg(s.cid ORDER BY s.cid), '{}') INTO accepted FROM stored s;
        news := cardinality(accepted);
        inserted := accepted;
    ELSIF news > 0 THEN
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
        INSERT INTO event_groups VALUES (p_partition, first_sequence, own.last_sequence + news + changes, p_epoch,
            accepted, c_cid, c_status, c_filled, c_average_price, c_venue_order_id, c_reason, c_cancel_requested,
            c_batch_id, c_at, a_price, a_amount);
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
        last_group_sequence = first_sequence, oldest_open = p_oldest_open,
        lease_until = now() + p_lease_millis * interval '1 millisecond'
    WHERE id = p_partition;
END
$$;
