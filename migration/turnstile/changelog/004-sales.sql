--liquibase formatted sql

-- Events, Payments and Inventory.

--changeset turnstile:004-reservations dbms:mysql,mariadb
CREATE TABLE reservation (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  reservation_id VARCHAR(30) NOT NULL,
  request_id VARCHAR(64) NOT NULL,
  request_digest CHAR(64) NOT NULL,
  customer_id BIGINT NOT NULL,
  event_id BIGINT NOT NULL,
  status VARCHAR(20) NOT NULL,
  created_at DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  version INT NOT NULL DEFAULT 0,
  UNIQUE KEY uq_reservation_reference (reservation_id),
  UNIQUE KEY uq_reservation_request (request_id),
  CONSTRAINT fk_reservation_customer FOREIGN KEY (customer_id) REFERENCES customer (id),
  CONSTRAINT fk_reservation_event FOREIGN KEY (event_id) REFERENCES event (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE reservation_line (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  reservation_id BIGINT NOT NULL,
  line_no INT NOT NULL,
  ticket_type_id BIGINT NOT NULL,
  quantity INT NOT NULL,
  UNIQUE KEY uq_reservation_line (reservation_id, line_no),
  CONSTRAINT fk_reservation_line FOREIGN KEY (reservation_id) REFERENCES reservation (id),
  CONSTRAINT fk_reservation_line_type FOREIGN KEY (ticket_type_id) REFERENCES ticket_type (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
--rollback DROP TABLE reservation_line, reservation;
