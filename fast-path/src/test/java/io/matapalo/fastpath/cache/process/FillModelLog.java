package io.matapalo.fastpath.cache.process;

import io.matapalo.fastpath.cache.process.FillModel.Log;
import io.matapalo.fastpath.cache.process.FillModel.Rule;
import io.matapalo.fastpath.cache.process.FillModel.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The steps of {@link FillModel} that the log's reader takes. Stateless. */
final class FillModelLog {

  private static final int NONE = -1;

  /** The log tells of these, and then of a gap after which all is told. */
  private static final List<Integer> CHANGES = List.of(1, 2, 4);

  private static final int OTHER_KEY = 4;
  private static final int ALL = 1 + 2 + 4 + 8;

  private FillModelLog() {}

  /** What a step does. */
  private enum Action {
    RAISE,
    VOID,
    REMOVE,
    TELL,
    NEXT_GENERATION,
    CLEAR
  }

  static List<FillModel> steps(FillModel state, Set<Rule> rules) {
    Log log = state.log();
    if (log.change() > CHANGES.size()) {
      return List.of();
    }
    List<Action> actions = actions(log.change(), rules);
    Action action = actions.get(log.step());
    boolean waits =
        action == Action.REMOVE && state.store().filling() != 0 && rules.contains(Rule.KEY_LOCK);
    if (waits) {
      return List.of();
    }
    int told = action == Action.TELL ? toldAfter(log) : log.told();
    boolean last = log.step() + 1 == actions.size();
    Log next =
        last ? new Log(log.change() + 1, 0, told) : new Log(log.change(), log.step() + 1, told);
    Store store = changed(state.store(), action, log, rules);
    return List.of(new FillModel(state.shown(), next, store, state.one(), state.two()));
  }

  private static List<Action> actions(int change, Set<Rule> rules) {
    List<Action> actions = new ArrayList<>();
    if (change == CHANGES.size()) {
      actions.addAll(List.of(Action.NEXT_GENERATION, Action.VOID, Action.CLEAR));
    } else if (CHANGES.get(change) == OTHER_KEY) {
      actions.add(Action.RAISE);
    } else if (rules.contains(Rule.VOID_BEFORE_REMOVAL)) {
      actions.addAll(List.of(Action.RAISE, Action.VOID, Action.REMOVE));
    } else {
      actions.addAll(List.of(Action.RAISE, Action.REMOVE, Action.VOID));
    }
    actions.add(rules.contains(Rule.DROP_BEFORE_TELLING) ? actions.size() : 0, Action.TELL);
    return actions;
  }

  private static int toldAfter(Log log) {
    return log.change() == CHANGES.size() ? ALL : log.told() | CHANGES.get(log.change());
  }

  private static Store changed(Store store, Action action, Log log, Set<Rule> rules) {
    return switch (action) {
      case TELL -> store;
      case RAISE -> raised(store, log, rules);
      case VOID -> store.withLease(0);
      case REMOVE, CLEAR -> store.withValue(NONE, 0);
      case NEXT_GENERATION -> store.withNextGeneration();
    };
  }

  /** The table has room for one key. */
  private static Store raised(Store store, Log log, Set<Rule> rules) {
    int transaction = CHANGES.get(log.change());
    if (transaction != OTHER_KEY) {
      boolean position = rules.contains(Rule.FLOOR_IS_A_POSITION);
      return store.withFloors(position ? toldAfter(log) : transaction, store.common());
    }
    boolean raises = store.floor() != NONE && rules.contains(Rule.COMMON_FLOOR);
    return store.withFloors(NONE, raises ? store.floor() : store.common());
  }
}
