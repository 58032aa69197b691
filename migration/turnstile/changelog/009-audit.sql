--liquibase formatted sql

-- The place of a record in a chained stream. The monolith's records have none.

--changeset turnstile:009-audit-streams dbms:mysql,mariadb
ALTER TABLE audit_record
  ADD COLUMN stream CHAR(32) NULL,
  ADD COLUMN stream_no BIGINT NULL,
  ADD COLUMN chain_hash CHAR(64) NULL;
CREATE UNIQUE INDEX uq_audit_stream ON audit_record (stream, stream_no);
--rollback DROP INDEX uq_audit_stream ON audit_record;
--rollback ALTER TABLE audit_record DROP COLUMN stream, DROP COLUMN stream_no, DROP COLUMN chain_hash;
