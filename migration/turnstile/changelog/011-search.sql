--liquibase formatted sql

-- All that a search for events compares: it reads this index and not the rows, and of a period no more than that.

--changeset turnstile:011-events-by-time-place-and-name dbms:mysql,mariadb
CREATE INDEX ix_event_search ON event (starts_at, venue_id, name);
--rollback DROP INDEX ix_event_search ON event;
