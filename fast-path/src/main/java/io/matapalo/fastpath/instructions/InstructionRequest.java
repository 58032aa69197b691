package io.matapalo.fastpath.instructions;

import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.operation.RequestDigest;
import java.math.BigDecimal;
import java.util.Optional;

/** What is asked, valid or not. */
final class InstructionRequest {

  private InstructionRequest() {}

  /** The card of a standing payment, which may be anything yet: it is in no text form. */
  record Card(String token, String lastFour) {

    @Override
    public String toString() {
      return "Card";
    }
  }

  /** An instruction to be made. */
  record Creation(
      String requestId,
      Optional<Long> customerId,
      Card card,
      Optional<BigDecimal> amount,
      String currency,
      String frequency) {

    /** The same once it is checked, in the contract's order. */
    Wanted checked() {
      RequestChecks.requestId(requestId);
      long customer = RequestChecks.positive("customerId", customerId);
      Instruction.Card checkedCard = InstructionChecks.card(card);
      BigDecimal checkedAmount = InstructionChecks.amount(amount);
      InstructionChecks.currency(currency);
      Instruction.Terms terms =
          new Instruction.Terms(
              checkedAmount, InstructionChecks.frequency(frequency), Instruction.ACTIVE);
      return new Wanted(requestId, customer, checkedCard, currency, terms);
    }
  }

  /** An instruction to be made, whose values are in order. */
  record Wanted(
      String requestId,
      long customerId,
      Instruction.Card card,
      String currency,
      Instruction.Terms terms) {

    /** What tells two instructions under one request id apart. */
    String digest() {
      return RequestDigest.of(
          String.join(
              "|",
              String.valueOf(customerId),
              card.token(),
              card.lastFour(),
              terms.amount().toPlainString(),
              currency,
              terms.frequency()));
    }
  }

  /** A change of an instruction at the version that the client read. */
  record Change(
      String reference,
      Optional<Integer> version,
      Optional<BigDecimal> amount,
      String frequency,
      String status) {

    /** The terms once all is checked, in the contract's order. */
    Instruction.Terms checked() {
      RequestChecks.notBlank("reference", reference);
      RequestChecks.version(version);
      BigDecimal checkedAmount = InstructionChecks.amount(amount);
      return new Instruction.Terms(
          checkedAmount, InstructionChecks.frequency(frequency), InstructionChecks.status(status));
    }
  }
}
