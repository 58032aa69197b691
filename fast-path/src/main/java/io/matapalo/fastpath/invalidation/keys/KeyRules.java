package io.matapalo.fastpath.invalidation.keys;

import io.matapalo.fastpath.cache.CachePolicy;
import io.matapalo.fastpath.cache.StaleBy;
import io.matapalo.fastpath.cache.staleness.Stale;
import io.matapalo.fastpath.invalidation.keys.Reaction.Any;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which changes of which tables make which entries stale, in one schema. Immutable. */
public final class KeyRules {

  private final Map<TableName, Set<Reaction>> reactions;
  private final Schema schema;
  private final List<String> problems;

  private KeyRules(Map<TableName, Set<Reaction>> reactions, Schema schema, List<String> problems) {
    this.reactions = reactions;
    this.schema = schema;
    this.problems = List.copyOf(problems);
  }

  /** The tables that the caches name. */
  public static Set<TableName> tables(List<CachePolicy> policies, String ownSchema) {
    return policies.stream()
        .flatMap(policy -> policy.staleBy().stream())
        .map(by -> TableName.parse(by.table(), ownSchema))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Of caches over a schema; a rule that it does not allow drops its whole cache. */
  public static KeyRules of(List<CachePolicy> policies, String ownSchema, Schema schema) {
    Map<TableName, List<Reaction>> own = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    for (CachePolicy policy : policies) {
      for (StaleBy by : policy.staleBy()) {
        TableName name = TableName.parse(by.table(), ownSchema);
        Optional<Table> table = schema.find(name);
        List<String> wrong = problems(policy.name(), by, table);
        problems.addAll(wrong);
        Optional<KeyTemplate> key =
            by.key().filter(text -> wrong.isEmpty()).map(KeyTemplate::parse);
        own.computeIfAbsent(table.map(Table::name).orElse(name), some -> new ArrayList<>())
            .add(new Reaction(policy.name(), key, new Any()));
      }
    }
    Map<TableName, Set<Reaction>> all = new HashMap<>(Cascades.followed(own, schema.foreignKeys()));
    return new KeyRules(all, schema, problems);
  }

  private static List<String> problems(String cache, StaleBy by, Optional<Table> table) {
    String where = "cache %s: stale-by table %s: ".formatted(cache, by.table());
    if (table.isEmpty()) {
      return List.of(
          where
              + "there is no such table, or the user has no right to read it; name one, with its"
              + " schema before a dot where it is not the application's own");
    }
    if (by.key().isEmpty()) {
      return List.of();
    }
    KeyTemplate key;
    try {
      key = KeyTemplate.parse(by.key().get());
    } catch (IllegalArgumentException e) {
      return List.of(where + e.getMessage());
    }
    return key.columns().stream()
        .flatMap(name ->
            table
                .get()
                .column(name)
                .map(column -> column.whyNoKey().map(why -> "column " + column.name() + " " + why))
                .orElse(
                    Optional.of(
                        "it has no column %s; its columns are %s"
                            .formatted(name, names(table.get()))))
                .stream())
        .map(why -> where + why)
        .toList();
  }

  private static String names(Table table) {
    return table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** What the schema does not allow, a sentence each; empty where all is well. */
  public List<String> problems() {
    return problems;
  }

  /** May a change of that table make anything stale? */
  public boolean concern(TableName table) {
    return reactions.containsKey(table);
  }

  /**
   * Finds the columns of keys in a table as the log describes it.
   *
   * @param newer whether the schema may be newer than the rows that follow
   */
  public TableKeys keysOf(LoggedTable logged, boolean newer) {
    Set<Reaction> some = reactions.get(logged.name());
    return some == null
        ? TableKeys.NONE
        : TableKeys.of(some, schema.find(logged.name()), logged, newer);
  }

  /** Drops all caches at any row: for when nothing is known. */
  public TableKeys everything() {
    return TableKeys.whole(all());
  }

  /** The caches over tables that a statement may mean, itself or their schemas. */
  public List<Stale> named(Words statement) {
    return reactions.entrySet().stream()
        .filter(entry ->
            statement.name(entry.getKey().table()) || means(statement, entry.getKey().schema()))
        .flatMap(entry -> entry.getValue().stream())
        .map(Reaction::cache)
        .distinct()
        .<Stale>map(Stale.Whole::new)
        .toList();
  }

  /** A schema's name may also stand before another table's; then the statement is about that. */
  private static boolean means(Words statement, String schema) {
    return (statement.name("database") || statement.name("schema")) && statement.name(schema);
  }

  /** All caches. */
  public List<Stale> all() {
    return reactions.values().stream()
        .flatMap(Set::stream)
        .map(Reaction::cache)
        .distinct()
        .<Stale>map(Stale.Whole::new)
        .toList();
  }
}
