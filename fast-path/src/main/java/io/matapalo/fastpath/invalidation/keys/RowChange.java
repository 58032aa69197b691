package io.matapalo.fastpath.invalidation.keys;

import org.jspecify.annotations.Nullable;

/**
 * What has become of a row. Immutable.
 *
 * @param before null: it was inserted
 * @param after null: it was deleted
 */
public record RowChange(@Nullable RowImage before, @Nullable RowImage after) {}
