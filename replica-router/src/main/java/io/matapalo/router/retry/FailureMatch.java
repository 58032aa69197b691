package io.matapalo.router.retry;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The errors that a rule is about. Immutable.
 *
 * @param text the errors in words, for the documentation
 */
record FailureMatch(String text, Predicate<Failure> test) {

  /** The server's error numbers, whatever state a driver gives them. */
  static FailureMatch codes(Integer... codes) {
    List<Integer> all = List.copyOf(Arrays.asList(codes));
    String text = all.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return new FailureMatch(text, failure -> all.contains(failure.vendorCode()));
  }

  /** All errors that match no earlier rule. */
  static FailureMatch others() {
    return new FailureMatch("any other, such as 1062", failure -> true);
  }

  /** The errors of these that also pass {@code also}. */
  FailureMatch where(String more, Predicate<Failure> also) {
    return new FailureMatch(text + " " + more, test.and(also));
  }

  /** These errors, and those that pass {@code other}. */
  FailureMatch or(String more, Predicate<Failure> other) {
    return new FailureMatch(text + "; " + more, test.or(other));
  }

  boolean holds(Failure failure) {
    return test.test(failure);
  }
}
