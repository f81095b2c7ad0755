-- From being ready to being sent; null in results that were recorded without it.
ALTER TABLE performance_test_result ADD COLUMN wait_millis jsonb;
-- What each named part of the schedule measured; none in results that were recorded without it.
ALTER TABLE performance_test_result ADD COLUMN stages jsonb NOT NULL DEFAULT '[]';
