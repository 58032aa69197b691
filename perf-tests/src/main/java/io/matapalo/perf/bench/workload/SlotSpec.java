package io.matapalo.perf.bench.workload;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** How a slot of a template is filled, as written in {@code workload.yaml} by its {@code kind}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SlotSpec.RunId.class, name = "run-id"),
  @JsonSubTypes.Type(value = SlotSpec.Range.class, name = "number"),
  @JsonSubTypes.Type(value = SlotSpec.Spread.class, name = "spread"),
  @JsonSubTypes.Type(value = SlotSpec.Card.class, name = "card"),
  @JsonSubTypes.Type(value = SlotSpec.Recent.class, name = "recent")
})
sealed interface SlotSpec {
  /** The run's name, a dash and a counter: never the same twice, in this run or another. */
  record RunId() implements SlotSpec {}

  /** A number drawn evenly from {@code from} to {@code to}, both included. */
  record Range(int from, int to) implements SlotSpec {
    public Range {
      WorkloadRanges.check(from, to);
    }
  }

  /**
   * Numbers {@code from} to {@code to} in a shuffled order, each once before any comes again,
   * written by {@code format}: two requests close in time never meet in one row. A share {@code
   * hot-share} (0 to 1, default 0) of the requests takes {@code from} instead.
   */
  record Spread(int from, int to, String format, @JsonProperty("hot-share") double hotShare)
      implements SlotSpec {
    public Spread {
      WorkloadRanges.check(from, to);
      if (hotShare < 0 || hotShare > 1) {
        throw new WorkloadException("hot-share must be 0 to 1, was " + hotShare);
      }
    }
  }

  /** A test card number of 16 digits with this prefix and a valid check digit. */
  record Card(String prefix) implements SlotSpec {
    public Card {
      if (prefix == null || !prefix.matches("[0-9]{1,8}")) {
        throw new WorkloadException("card prefix must be 1 to 8 digits, was " + prefix);
      }
    }
  }

  /**
   * The text of {@code element} in one of the latest answers kept under {@code from}; with {@code
   * once} (default false) each answer serves one request. Slots of one request share the answer.
   * {@code element} may be left out where only one is kept.
   */
  record Recent(String from, @Nullable String element, boolean once) implements SlotSpec {
    public Recent {
      if (from == null) {
        throw new WorkloadException("kind recent needs from: the name under remember");
      }
    }

    boolean isOfTheSameAnswerAs(Recent other) {
      return from.equals(other.from) && once == other.once;
    }
  }
}
