--liquibase formatted sql

-- Indexes for what the fast path does with reservations. They are added beside what there is.

--changeset turnstile:006-reservations-by-time dbms:mysql,mariadb
--comment overdue ones are found by it, those of no other status or time are read
CREATE INDEX ix_reservation_due ON reservation (status, expires_at);
--rollback DROP INDEX ix_reservation_due ON reservation;
