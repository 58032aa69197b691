package io.matapalo.router.retry;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which failures a row of the table is about. Immutable.
 *
 * @param text as the documentation says it
 */
record FailureMatch(String text, Predicate<Failure> test) {

  /** The server's error numbers, whatever state a driver gives them. */
  static FailureMatch codes(Integer... codes) {
    List<Integer> all = List.copyOf(Arrays.asList(codes));
    String text = all.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return new FailureMatch(text, failure -> all.contains(failure.vendorCode()));
  }

  /** All that no earlier row is about. */
  static FailureMatch others() {
    return new FailureMatch("any other, such as 1062", failure -> true);
  }

  /** Only those of them of which {@code test} holds. */
  FailureMatch where(String more, Predicate<Failure> also) {
    return new FailureMatch(text + " " + more, test.and(also));
  }

  /** Those of them, and those of which {@code test} holds. */
  FailureMatch or(String more, Predicate<Failure> other) {
    return new FailureMatch(text + "; " + more, test.or(other));
  }

  boolean holds(Failure failure) {
    return test.test(failure);
  }
}
