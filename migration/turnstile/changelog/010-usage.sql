--liquibase formatted sql

-- Usage that the fast path counts beside the database. Added beside what there is: the monolith goes on as before.

--changeset turnstile:010-usage-journal dbms:mysql,mariadb
--comment of each instance's journal, how many of its counts are added up in usage_counter
CREATE TABLE usage_journal (
  journal CHAR(36) NOT NULL PRIMARY KEY,
  added_up BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
--rollback DROP TABLE usage_journal;
