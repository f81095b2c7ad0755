-- Whole sessions, or single operations: how many were completed, and how many cut. Null in results without them.
ALTER TABLE performance_test_result ADD COLUMN iterations jsonb;
