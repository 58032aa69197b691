package io.matapalo.router.proof.history;

import java.util.List;

/** What a transaction did to one list. */
public sealed interface Operation {

  /** Which list. */
  int key();

  /** An element was put at the end; no two appends to one list have the same element. */
  record Append(int key, int element) implements Operation {}

  /** All elements of the list were read, in order. */
  record Read(int key, List<Integer> elements) implements Operation {
    public Read {
      elements = List.copyOf(elements);
    }
  }
}
