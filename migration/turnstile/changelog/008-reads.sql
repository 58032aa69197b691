--liquibase formatted sql

-- Indexes for what the fast path reads. They are added beside what there is: the monolith goes on as before.

--changeset turnstile:008-orders-of-a-customer-by-time dbms:mysql,mariadb
CREATE INDEX ix_orders_customer_time ON orders (customer_id, created_at);
--rollback CREATE INDEX ix_orders_customer ON orders (customer_id);
--rollback DROP INDEX ix_orders_customer_time ON orders;

--changeset turnstile:008-events-on-sale-by-time dbms:mysql,mariadb
CREATE INDEX ix_event_sale_time ON event (status, starts_at);
--rollback DROP INDEX ix_event_sale_time ON event;
