package io.matapalo.fastpath.invalidation;

import io.matapalo.fastpath.cache.position.Positions;
import javax.sql.DataSource;

/**
 * The database whose log is read. Immutable.
 *
 * @param primary leads to the server that takes writes, after a failover to the new one; its user
 *     sees the tables' definitions, its default schema is the application's own. One connection is
 *     taken at a time
 * @param positions reads its positions
 */
public record LoggedDatabase(DataSource primary, Positions positions) {}
