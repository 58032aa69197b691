package io.matapalo.fastpath.invalidation.binlog;

import com.github.shyiko.mysql.binlog.event.EventData;

/** Rows of a table that were left unread, because nobody wants them or nobody can read them. */
record UnreadRows(long tableId) implements EventData {}
