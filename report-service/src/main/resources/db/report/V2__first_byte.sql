-- From sending to the first byte of the answer; null in results that were recorded without it.
ALTER TABLE performance_test_result ADD COLUMN first_byte_millis jsonb;
