--liquibase formatted sql

-- What logins and the expiry of sessions look for. Expand only: the monolith needs neither, and both are made while it writes.

--changeset turnstile:007-customer-email dbms:mysql,mariadb
--comment not unique: addresses that several customers share are allowed
ALTER TABLE customer ADD KEY ix_customer_email (email), ALGORITHM=INPLACE, LOCK=NONE;
--rollback ALTER TABLE customer DROP KEY ix_customer_email;

--changeset turnstile:007-session-expiry dbms:mysql,mariadb
ALTER TABLE customer_session ADD KEY ix_customer_session_expiry (expires_at), ALGORITHM=INPLACE, LOCK=NONE;
--rollback ALTER TABLE customer_session DROP KEY ix_customer_session_expiry;
