package io.matapalo.router.proof.history;

import io.matapalo.router.proof.history.Operation.Append;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which order the elements of each list were appended, by the longest read of it, and by whom.
 * Single-threaded.
 */
final class VersionOrder {

  /** Stands for "before the first element". */
  static final int BEFORE_ALL = -1;

  private record Element(int key, int value) {}

  private final Map<Integer, List<Integer>> longest = new HashMap<>();
  private final Map<Element, Integer> positions = new HashMap<>();
  private final Map<Element, Integer> writers = new HashMap<>();

  void written(Append append, int transaction) {
    Integer other = writers.put(new Element(append.key(), append.element()), transaction);
    if (other != null) {
      throw new IllegalArgumentException(
          "element %d of list %d is appended by transactions %d and %d; elements must be unique"
              .formatted(append.element(), append.key(), other, transaction));
    }
  }

  /** Takes a committed read in; false if it contradicts an earlier one. */
  boolean read(int key, List<Integer> elements) {
    List<Integer> known = longest.getOrDefault(key, List.of());
    int shared = Math.min(known.size(), elements.size());
    if (!known.subList(0, shared).equals(elements.subList(0, shared))) {
      return false;
    }
    if (elements.size() > known.size()) {
      longest.put(key, elements);
      for (int i = known.size(); i < elements.size(); i++) {
        positions.putIfAbsent(new Element(key, elements.get(i)), i);
      }
    }
    return true;
  }

  /** Where an element stands in its list, from 0; {@link #BEFORE_ALL} if nobody ever read it. */
  int position(int key, int element) {
    return positions.getOrDefault(new Element(key, element), BEFORE_ALL);
  }

  List<Integer> elements(int key) {
    return longest.getOrDefault(key, List.of());
  }

  /** Which lists were read. */
  List<Integer> keys() {
    return new ArrayList<>(longest.keySet());
  }

  /** The number of the transaction that appended it; -1 if nobody did. */
  int writer(int key, int element) {
    return writers.getOrDefault(new Element(key, element), -1);
  }
}
