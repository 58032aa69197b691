--liquibase formatted sql

--changeset turnstile:001-reference-data dbms:mysql,mariadb
CREATE TABLE customer (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  email VARCHAR(160) NOT NULL,
  country_code CHAR(2) NOT NULL,
  role_code VARCHAR(20) NOT NULL,
  status VARCHAR(20) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  version INT NOT NULL DEFAULT 0
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE role_permission (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  role_code VARCHAR(20) NOT NULL,
  permission VARCHAR(60) NOT NULL,
  UNIQUE KEY uq_role_permission (role_code, permission)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE config_entry (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  value VARCHAR(200) NOT NULL,
  UNIQUE KEY uq_config_entry (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE venue (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(120) NOT NULL,
  country_code CHAR(2) NOT NULL,
  tax_region VARCHAR(10) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE event (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  code VARCHAR(30) NOT NULL,
  name VARCHAR(160) NOT NULL,
  venue_id BIGINT NOT NULL,
  starts_at DATETIME(3) NOT NULL,
  status VARCHAR(20) NOT NULL,
  currency CHAR(3) NOT NULL,
  version INT NOT NULL DEFAULT 0,
  UNIQUE KEY uq_event_code (code),
  CONSTRAINT fk_event_venue FOREIGN KEY (venue_id) REFERENCES venue (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE ticket_type (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  event_id BIGINT NOT NULL,
  code VARCHAR(20) NOT NULL,
  name VARCHAR(80) NOT NULL,
  unit_price DECIMAL(10,2) NOT NULL,
  version INT NOT NULL DEFAULT 0,
  UNIQUE KEY uq_ticket_type (event_id, code),
  CONSTRAINT fk_ticket_type_event FOREIGN KEY (event_id) REFERENCES event (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE fee_rule (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  event_id BIGINT NULL,
  kind VARCHAR(20) NOT NULL,
  amount DECIMAL(10,4) NOT NULL,
  CONSTRAINT fk_fee_rule_event FOREIGN KEY (event_id) REFERENCES event (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE stock (
  ticket_type_id BIGINT NOT NULL PRIMARY KEY,
  available INT NOT NULL,
  version INT NOT NULL DEFAULT 0,
  CONSTRAINT fk_stock_ticket_type FOREIGN KEY (ticket_type_id) REFERENCES ticket_type (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
--rollback DROP TABLE stock, fee_rule, ticket_type, event, venue, config_entry, role_permission, customer;

--changeset turnstile:001-orders dbms:mysql,mariadb
CREATE TABLE orders (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_reference VARCHAR(30) NOT NULL,
  request_id VARCHAR(64) NOT NULL,
  request_digest CHAR(64) NOT NULL,
  customer_id BIGINT NOT NULL,
  event_id BIGINT NOT NULL,
  status VARCHAR(20) NOT NULL,
  currency CHAR(3) NOT NULL,
  subtotal DECIMAL(12,2) NOT NULL,
  fees DECIMAL(12,2) NOT NULL,
  tax DECIMAL(12,2) NOT NULL,
  total DECIMAL(12,2) NOT NULL,
  card_last_four CHAR(4) NOT NULL,
  payment_id VARCHAR(60) NOT NULL,
  authorisation_code VARCHAR(20) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  version INT NOT NULL DEFAULT 0,
  UNIQUE KEY uq_orders_reference (order_reference),
  UNIQUE KEY uq_orders_request (request_id),
  KEY ix_orders_status (status, created_at),
  CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES customer (id),
  CONSTRAINT fk_orders_event FOREIGN KEY (event_id) REFERENCES event (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE order_line (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  line_no INT NOT NULL,
  ticket_type_id BIGINT NOT NULL,
  quantity INT NOT NULL,
  unit_price DECIMAL(10,2) NOT NULL,
  amount DECIMAL(12,2) NOT NULL,
  UNIQUE KEY uq_order_line (order_id, line_no),
  CONSTRAINT fk_order_line_order FOREIGN KEY (order_id) REFERENCES orders (id),
  CONSTRAINT fk_order_line_type FOREIGN KEY (ticket_type_id) REFERENCES ticket_type (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE ticket (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  line_no INT NOT NULL,
  ticket_no INT NOT NULL,
  ticket_number VARCHAR(30) NOT NULL,
  status VARCHAR(20) NOT NULL,
  UNIQUE KEY uq_ticket_number (ticket_number),
  UNIQUE KEY uq_ticket_place (order_id, line_no, ticket_no),
  CONSTRAINT fk_ticket_order FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE ledger_entry (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  order_id BIGINT NOT NULL,
  entry_no INT NOT NULL,
  account VARCHAR(30) NOT NULL,
  debit DECIMAL(12,2) NOT NULL,
  credit DECIMAL(12,2) NOT NULL,
  currency CHAR(3) NOT NULL,
  UNIQUE KEY uq_ledger_entry (order_id, entry_no),
  CONSTRAINT fk_ledger_order FOREIGN KEY (order_id) REFERENCES orders (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE audit_record (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  occurred_at DATETIME(3) NOT NULL,
  customer_id BIGINT NULL,
  action VARCHAR(30) NOT NULL,
  request_id VARCHAR(64) NOT NULL,
  detail VARCHAR(200) NOT NULL,
  KEY ix_audit_request (request_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
--rollback DROP TABLE audit_record, ledger_entry, ticket, order_line, orders;
