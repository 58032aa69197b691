--liquibase formatted sql

--changeset turnstile:002-seed-reference dbms:mysql,mariadb
INSERT INTO role_permission (role_code, permission) VALUES
  ('PUBLIC', 'CHECKOUT_PURCHASE'), ('PUBLIC', 'CHECKOUT_READ'),
  ('MEMBER', 'CHECKOUT_PURCHASE'), ('MEMBER', 'CHECKOUT_READ'), ('MEMBER', 'PRESALE'),
  ('AGENCY', 'CHECKOUT_PURCHASE'), ('AGENCY', 'CHECKOUT_READ'), ('AGENCY', 'BULK');
INSERT INTO config_entry (name, value) VALUES
  ('checkout.tax-category', 'EVENT_TICKET'), ('checkout.enabled', 'true'),
  ('notification.sender', 'tickets@turnstile.example');
INSERT INTO venue (id, name, country_code, tax_region) VALUES
  (1, 'Harbour Arena', 'DE', 'DE'), (2, 'Grand Palais Est', 'FR', 'FR'), (3, 'Teatro Sul', 'PT', 'PT'),
  (4, 'Canal Hall', 'NL', 'NL'), (5, 'Alpenstadion', 'AT', 'AT');
INSERT INTO fee_rule (id, event_id, kind, amount) VALUES (1, NULL, 'PERCENT', 5.0000), (2, NULL, 'PER_TICKET', 0.7500);
--rollback DELETE FROM fee_rule; DELETE FROM venue; DELETE FROM config_entry; DELETE FROM role_permission;

--changeset turnstile:002-seed-customers dbms:mysql,mariadb
--comment 2,000 customers with ids 1 to 2000
INSERT INTO customer (id, name, email, country_code, role_code, status, created_at)
SELECT n, CONCAT('Customer ', n), CONCAT('customer', n, '@example.org'), ELT(1 + n % 5, 'DE', 'FR', 'PT', 'NL', 'AT'),
       ELT(1 + n % 3, 'PUBLIC', 'MEMBER', 'AGENCY'), 'ACTIVE', '2026-01-01 00:00:00.000'
FROM (SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n
      FROM (SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) a,
           (SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) b,
           (SELECT 0 d UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7 UNION SELECT 8 UNION SELECT 9) c,
           (SELECT 0 d UNION SELECT 1) e) numbers
ORDER BY n;
--rollback DELETE FROM customer;

--changeset turnstile:002-seed-events dbms:mysql,mariadb
--comment 200 events EV-0001 to EV-0200 with four ticket types each; EV-0200 is sold out
INSERT INTO event (id, code, name, venue_id, starts_at, status, currency)
SELECT c.id, CONCAT('EV-', LPAD(c.id, 4, '0')), CONCAT('Event ', c.id, ' & friends'), 1 + c.id % 5,
       DATE_ADD('2027-01-01 20:00:00.000', INTERVAL c.id DAY), 'ON_SALE', 'EUR'
FROM customer c WHERE c.id <= 200 ORDER BY c.id;
INSERT INTO ticket_type (id, event_id, code, name, unit_price)
SELECT (e.id - 1) * 4 + k.no, e.id, k.code, k.name, k.base + e.id % 10
FROM event e, (SELECT 1 no, 'STANDING' code, 'Standing' name, 29.90 base UNION SELECT 2, 'SEATED', 'Seated', 49.90
               UNION SELECT 3, 'BALCONY', 'Balcony', 39.50 UNION SELECT 4, 'VIP', 'VIP lounge', 149.00) k
ORDER BY e.id, k.no;
INSERT INTO stock (ticket_type_id, available) SELECT id, IF(event_id = 200, 0, 1000000) FROM ticket_type ORDER BY id;
--rollback DELETE FROM stock; DELETE FROM ticket_type; DELETE FROM event;
