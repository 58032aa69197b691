--liquibase formatted sql

-- Sessions, Customers and Instructions.

--changeset turnstile:005-sessions dbms:mysql,mariadb
--comment a password is never stored, only its PBKDF2 (HMAC SHA-256) over the salt; of a token only the SHA-256
CREATE TABLE customer_credential (
  customer_id BIGINT NOT NULL PRIMARY KEY,
  salt CHAR(32) NOT NULL,
  iterations INT NOT NULL,
  password_hash CHAR(64) NOT NULL,
  version INT NOT NULL DEFAULT 0,
  CONSTRAINT fk_customer_credential FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE customer_session (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  token_hash CHAR(64) NOT NULL,
  customer_id BIGINT NOT NULL,
  created_at DATETIME(3) NOT NULL,
  last_used_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  UNIQUE KEY uq_customer_session (token_hash),
  CONSTRAINT fk_customer_session FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
--rollback DROP TABLE customer_session, customer_credential;

--changeset turnstile:005-customers dbms:mysql,mariadb
CREATE TABLE customer_address (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  kind VARCHAR(20) NOT NULL,
  street VARCHAR(120) NOT NULL,
  post_code VARCHAR(12) NOT NULL,
  city VARCHAR(80) NOT NULL,
  country_code CHAR(2) NOT NULL,
  version INT NOT NULL DEFAULT 0,
  UNIQUE KEY uq_customer_address (customer_id, kind),
  CONSTRAINT fk_customer_address FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE customer_preference (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  customer_id BIGINT NOT NULL,
  name VARCHAR(40) NOT NULL,
  value VARCHAR(120) NOT NULL,
  version INT NOT NULL DEFAULT 0,
  UNIQUE KEY uq_customer_preference (customer_id, name),
  CONSTRAINT fk_customer_preference FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
--rollback DROP TABLE customer_preference, customer_address;

--changeset turnstile:005-instructions dbms:mysql,mariadb
CREATE TABLE instruction (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  instruction_reference VARCHAR(30) NOT NULL,
  request_id VARCHAR(64) NOT NULL,
  request_digest CHAR(64) NOT NULL,
  customer_id BIGINT NOT NULL,
  payment_token VARCHAR(60) NOT NULL,
  card_last_four CHAR(4) NOT NULL,
  amount DECIMAL(12,2) NOT NULL,
  currency CHAR(3) NOT NULL,
  frequency VARCHAR(10) NOT NULL,
  status VARCHAR(10) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  version INT NOT NULL DEFAULT 0,
  UNIQUE KEY uq_instruction_reference (instruction_reference),
  UNIQUE KEY uq_instruction_request (request_id),
  CONSTRAINT fk_instruction_customer FOREIGN KEY (customer_id) REFERENCES customer (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE usage_counter (
  name VARCHAR(40) NOT NULL PRIMARY KEY,
  used BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO usage_counter (name, used) VALUES ('instructions', 0);
--rollback DROP TABLE usage_counter, instruction;

--changeset turnstile:005-seed-accounts dbms:mysql,mariadb
--comment every seeded customer has the password curtain-up-2026, two addresses and three preferences
INSERT INTO customer_credential (customer_id, salt, iterations, password_hash)
SELECT id, '3472183c2208aaddd103bed203b049d4', 10000,
       'b404f90565cd402aad32a531e2552b1d45bdfbc970c08c6367d6b49217d45aad'
FROM customer ORDER BY id;
INSERT INTO customer_address (customer_id, kind, street, post_code, city, country_code)
SELECT c.id, k.kind, CONCAT(k.street, ' ', 1 + c.id % 200), LPAD(c.id % 100000, 5, '0'), CONCAT('Town ', 1 + c.id % 50), c.country_code
FROM customer c, (SELECT 1 no, 'BILLING' kind, 'Market Street' street UNION SELECT 2, 'DELIVERY', 'Station Road') k
ORDER BY c.id, k.no;
INSERT INTO customer_preference (customer_id, name, value)
SELECT c.id, k.name, k.value
FROM customer c, (SELECT 1 no, 'language' name, 'en' value UNION SELECT 2, 'newsletter', 'weekly' UNION SELECT 3, 'seating', 'aisle') k
ORDER BY c.id, k.no;
--rollback DELETE FROM customer_preference; DELETE FROM customer_address; DELETE FROM customer_credential;
