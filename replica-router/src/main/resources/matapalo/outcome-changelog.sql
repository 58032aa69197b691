--liquibase formatted sql logicalFilePath:matapalo/outcome-changelog.sql

-- What the replica router proves commits with: docs/replica-router-transactions.md.

--changeset matapalo:outcome-1 dbms:mysql,mariadb
--comment one row for each attempt; a row under an idempotency key answers its repetitions; of key and payload only the SHA-256
CREATE TABLE matapalo_outcome (
  id BINARY(16) NOT NULL,
  state ENUM('committed', 'fenced') NOT NULL,
  key_hash BINARY(32) NULL,
  payload_hash BINARY(32) NULL,
  result VARBINARY(8192) NULL,
  at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
  PRIMARY KEY (id),
  UNIQUE KEY uq_matapalo_outcome_key (key_hash),
  KEY ix_matapalo_outcome_at (at)
) ENGINE=InnoDB;
--rollback DROP TABLE matapalo_outcome;
