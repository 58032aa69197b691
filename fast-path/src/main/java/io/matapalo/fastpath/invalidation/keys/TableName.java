package io.matapalo.fastpath.invalidation.keys;

/** A table by its schema and its name, as the database spells them. Immutable. */
public record TableName(String schema, String table) {

  /**
   * Reads {@code table} or {@code schema.table}.
   *
   * @param ownSchema where a table without a schema is
   */
  static TableName parse(String text, String ownSchema) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new TableName(ownSchema, text)
        : new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  boolean isSpelledLike(TableName other) {
    return schema.equalsIgnoreCase(other.schema) && table.equalsIgnoreCase(other.table);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
