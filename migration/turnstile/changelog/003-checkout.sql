--liquibase formatted sql

-- What Checkout keeps beside the orders. Rows are by role, country or entity, never one a customer: what a purchase costs does
-- not depend on how much data there is.

--changeset turnstile:003-checkout dbms:mysql,mariadb
CREATE TABLE entity_attribute (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  entity_name VARCHAR(40) NOT NULL,
  attribute_name VARCHAR(40) NOT NULL,
  value_class VARCHAR(80) NOT NULL,
  writable BIT(1) NOT NULL,
  UNIQUE KEY uq_entity_attribute (entity_name, attribute_name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE address_format (
  country_code CHAR(2) NOT NULL PRIMARY KEY,
  template VARCHAR(120) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE loyalty_tier (
  role_code VARCHAR(20) NOT NULL PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  multiplier DECIMAL(6,2) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE loyalty_campaign (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  country_code CHAR(2) NOT NULL,
  name VARCHAR(80) NOT NULL,
  ends_at DATETIME(3) NOT NULL,
  bonus_points INT NOT NULL,
  KEY ix_loyalty_campaign_country (country_code, ends_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE loyalty_rule (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  from_amount DECIMAL(12,2) NOT NULL,
  points_per_unit DECIMAL(6,2) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE basket_hold (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  basket VARCHAR(40) NOT NULL,
  ticket_type_id BIGINT NOT NULL,
  quantity INT NOT NULL,
  held_at DATETIME(3) NOT NULL,
  KEY ix_basket_hold_time (held_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
--rollback DROP TABLE basket_hold, loyalty_rule, loyalty_campaign, loyalty_tier, address_format, entity_attribute;

--changeset turnstile:003-checkout-seed dbms:mysql,mariadb
INSERT INTO entity_attribute (entity_name, attribute_name, value_class, writable) VALUES
  ('PurchaseOrder', 'subtotal', 'java.math.BigDecimal', 1), ('PurchaseOrder', 'fees', 'java.math.BigDecimal', 1),
  ('PurchaseOrder', 'tax', 'java.math.BigDecimal', 1), ('PurchaseOrder', 'total', 'java.math.BigDecimal', 1),
  ('PurchaseOrder', 'cardLastFour', 'java.lang.String', 1), ('PurchaseOrder', 'paymentId', 'java.lang.String', 1),
  ('PurchaseOrder', 'authorisationCode', 'java.lang.String', 1), ('PurchaseOrder', 'status', 'java.lang.String', 1),
  ('PurchaseOrder', 'requestId', 'java.lang.String', 0), ('PurchaseOrder', 'orderReference', 'java.lang.String', 0),
  ('OrderLine', 'quantity', 'java.lang.Integer', 1), ('OrderLine', 'unitPrice', 'java.math.BigDecimal', 1),
  ('OrderLine', 'amount', 'java.math.BigDecimal', 1);
INSERT INTO address_format (country_code, template) VALUES
  ('DE', '{street}\n{postcode} {city}'), ('FR', '{street}\n{postcode} {city}'), ('PT', '{street}\n{postcode} {city}'),
  ('NL', '{street}\n{postcode}  {city}'), ('AT', '{street}\nA-{postcode} {city}');
INSERT INTO loyalty_tier (role_code, name, multiplier) VALUES ('PUBLIC', 'none', 0.00), ('MEMBER', 'Silver', 1.00), ('AGENCY', 'Trade', 0.50);
INSERT INTO loyalty_campaign (country_code, name, ends_at, bonus_points) VALUES
  ('DE', 'Summer of 2019', '2019-09-01 00:00:00.000', 250), ('FR', 'Summer of 2019', '2019-09-01 00:00:00.000', 250);
INSERT INTO loyalty_rule (from_amount, points_per_unit) VALUES (0.00, 1.00), (100.00, 1.50), (500.00, 2.00);
INSERT INTO config_entry (name, value) VALUES ('notification.enabled', 'true'), ('basket.hold-minutes', '15');
INSERT INTO role_permission (role_code, permission) VALUES ('PUBLIC', 'WAITING_LIST');
--rollback DELETE FROM role_permission WHERE role_code = 'PUBLIC' AND permission = 'WAITING_LIST';
--rollback DELETE FROM config_entry WHERE name IN ('notification.enabled', 'basket.hold-minutes');
--rollback DELETE FROM loyalty_rule; DELETE FROM loyalty_campaign; DELETE FROM loyalty_tier; DELETE FROM address_format; DELETE FROM entity_attribute;
