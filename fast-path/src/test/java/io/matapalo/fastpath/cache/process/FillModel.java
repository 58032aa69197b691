package io.matapalo.fastpath.cache.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One state of a model of {@link ProcessCache}, and the states that may follow. Immutable.
 *
 * <p>Transactions 1 and 2 change two rows of one entry, transaction 4 changes another key, whose
 * floor pushes the entry's out of a table of one. Then the log has a gap, in which transaction 8
 * changed the entry. Each becomes readable at any time, before or after it is told, in any order,
 * as on a replica. Sets of transactions are sums of their numbers. Two readers read the entry, of
 * whom one may fill it for the other; each step of a reader, and each of dropping, is one of the
 * model.
 */
record FillModel(int shown, Log log, Store store, Reader one, Reader two) {

  /** What makes a cache right. Each can be left out. */
  enum Rule {
    /** A fill must show what made its key stale. */
    FLOOR,
    /** The floor is all that was told then, and not the last transaction alone. */
    FLOOR_IS_A_POSITION,
    /** The lease is taken before the floor is noted. */
    LEASE_BEFORE_FLOOR,
    /** A fill needs its lease. */
    LEASE,
    /** A floor that falls out of the table holds for all keys. */
    COMMON_FLOOR,
    /** A removal waits for a fill of its key that is under way. */
    KEY_LOCK,
    /** What is stale is dropped before the position is published. */
    DROP_BEFORE_TELLING,
    /** The lease is taken away before the entry is removed. */
    VOID_BEFORE_REMOVAL,
    /** A read notes the position before it looks the entry up. */
    TOLD_BEFORE_LOOKUP,
    /** An entry dies with its generation, since a drop of all waits for no fill. */
    GENERATION
  }

  private static final int OF_ENTRY = 1 + 2 + 8;
  private static final int ALL = 1 + 2 + 4 + 8;
  private static final int OF_ANOTHER = 4;
  private static final int NONE = -1;

  /** The log's reader: which change is next, which step of it, and what is published. */
  record Log(int change, int step, int told) {}

  /**
   * The cache. Values are the transactions that they show.
   *
   * @param floor of the entry's key; {@code NONE}: not in the table
   * @param lease whose fill may be kept; 0: nobody's
   * @param filling whose fill holds the key's lock; 0: nobody's
   */
  record Store(
      int generation,
      int floor,
      int common,
      int lease,
      int filling,
      int value,
      int valueGeneration) {

    Store withLease(int holder) {
      return new Store(generation, floor, common, holder, filling, value, valueGeneration);
    }

    Store withFilling(int holder) {
      return new Store(generation, floor, common, lease, holder, value, valueGeneration);
    }

    Store withFloors(int own, int all) {
      return new Store(generation, own, all, lease, filling, value, valueGeneration);
    }

    Store withValue(int shown, int from) {
      return new Store(generation, floor, common, lease, filling, shown, from);
    }

    Store withNextGeneration() {
      return new Store(generation + 1, NONE, ALL, lease, filling, value, valueGeneration);
    }

    int floorOfEntry() {
      return floor == NONE ? common : floor;
    }
  }

  /** Where a reader is. */
  enum At {
    IDLE,
    FIRST_NOTED,
    MISSED,
    BEGUN,
    PREPARED,
    READING,
    LOADED,
    FILLING,
    HIT
  }

  /**
   * A reader.
   *
   * @param told what was told when it noted that
   * @param found the entry that it looked up
   */
  record Reader(int number, At at, int reads, int told, int found, Fill fill) {

    Reader at(At next) {
      return new Reader(number, next, reads, told, found, fill);
    }

    Reader noted(At next, int position, int entry) {
      return new Reader(number, next, reads, position, entry, fill);
    }

    Reader with(Fill other, At next) {
      return new Reader(number, next, reads, told, found, other);
    }

    Reader idle() {
      return new Reader(number, At.IDLE, reads - 1, 0, NONE, Fill.EMPTY);
    }
  }

  /** A load under way. Its value is its stamp too. */
  record Fill(int generation, int floor, int value) {
    static final Fill EMPTY = new Fill(0, 0, 0);
  }

  static FillModel start() {
    return new FillModel(
        OF_ANOTHER,
        new Log(0, 0, 0),
        new Store(0, NONE, 0, 0, 0, NONE, 0),
        new Reader(1, At.IDLE, 1, 0, NONE, Fill.EMPTY),
        new Reader(2, At.IDLE, 1, 0, NONE, Fill.EMPTY));
  }

  boolean isHit() {
    return one.at() == At.HIT || two.at() == At.HIT;
  }

  boolean isStaleRead() {
    return isStale(one) || isStale(two);
  }

  private static boolean isStale(Reader reader) {
    return reader.at() == At.HIT && !shows(reader.found(), reader.told() & OF_ENTRY);
  }

  private static boolean shows(int transactions, int wanted) {
    return (transactions & wanted) == wanted;
  }

  List<FillModel> successors(Set<Rule> rules) {
    List<FillModel> next = new ArrayList<>();
    for (int transaction = 1; transaction <= ALL; transaction *= 2) {
      if (!shows(shown, transaction)) {
        next.add(new FillModel(shown | transaction, log, store, one, two));
      }
    }
    next.addAll(FillModelLog.steps(this, rules));
    for (Step step : steps(one, rules)) {
      next.add(new FillModel(shown, log, step.store(), step.reader(), two));
    }
    for (Step step : steps(two, rules)) {
      next.add(new FillModel(shown, log, step.store(), one, step.reader()));
    }
    return next;
  }

  private record Step(Store store, Reader reader) {}

  /** A list, because a reader that waits has no step. */
  private List<Step> steps(Reader reader, Set<Rule> rules) {
    boolean toldFirst = rules.contains(Rule.TOLD_BEFORE_LOOKUP);
    Fill fill = reader.fill();
    return switch (reader.at()) {
      case IDLE -> reader.reads() == 0 ? List.of() : same(note(reader, toldFirst, At.FIRST_NOTED));
      case FIRST_NOTED -> same(judged(note(reader, !toldFirst, At.MISSED), rules));
      case HIT -> same(reader.idle());
      case MISSED -> same(reader.with(new Fill(store.generation(), NONE, 0), At.BEGUN));
      case BEGUN ->
          rules.contains(Rule.LEASE_BEFORE_FLOOR)
              ? lease(reader, At.PREPARED)
              : same(floor(reader, At.PREPARED));
      case PREPARED ->
          fill.floor() == NONE ? same(floor(reader, At.READING)) : lease(reader, At.READING);
      case READING -> same(read(reader));
      case LOADED -> beginFill(reader, rules);
      case FILLING -> endFill(reader);
    };
  }

  private List<Step> same(Reader reader) {
    return List.of(new Step(store, reader));
  }

  private Reader note(Reader reader, boolean position, At next) {
    return position
        ? reader.noted(next, log.told(), reader.found())
        : reader.noted(next, reader.told(), store.value());
  }

  private Reader judged(Reader reader, Set<Rule> rules) {
    boolean alive =
        !rules.contains(Rule.GENERATION) || store.valueGeneration() == store.generation();
    return reader.found() != NONE && alive ? reader.at(At.HIT) : reader.noted(At.MISSED, 0, NONE);
  }

  private List<Step> lease(Reader reader, At next) {
    return List.of(new Step(store.withLease(reader.number()), reader.at(next)));
  }

  private Reader floor(Reader reader, At next) {
    Fill fill = reader.fill();
    return reader.with(new Fill(fill.generation(), store.floorOfEntry(), 0), next);
  }

  private Reader read(Reader reader) {
    Fill fill = reader.fill();
    return reader.with(new Fill(fill.generation(), fill.floor(), shown), At.LOADED);
  }

  private List<Step> beginFill(Reader reader, Set<Rule> rules) {
    Fill fill = reader.fill();
    boolean high = !rules.contains(Rule.FLOOR) || shows(fill.value(), fill.floor());
    boolean leased = !rules.contains(Rule.LEASE) || store.lease() == reader.number();
    if (!high || !leased) {
      Store left = store.lease() == reader.number() ? store.withLease(0) : store;
      return List.of(new Step(left, reader.idle()));
    }
    if (store.filling() != 0) {
      return List.of();
    }
    return List.of(
        new Step(store.withLease(0).withFilling(reader.number()), reader.at(At.FILLING)));
  }

  private List<Step> endFill(Reader reader) {
    Fill fill = reader.fill();
    return List.of(
        new Step(store.withFilling(0).withValue(fill.value(), fill.generation()), reader.idle()));
  }
}
