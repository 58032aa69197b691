package io.matapalo.fastpath.instructions;

import io.matapalo.fastpath.soap.Fields;
import io.matapalo.fastpath.soap.SoapReader;
import java.util.Set;

/** Reads the operations' elements. Pure. */
final class InstructionsReader {

  private static final Set<String> CREATION =
      Set.of(
          "requestId",
          "customerId",
          "paymentToken",
          "cardLastFour",
          "amount",
          "currency",
          "frequency");
  private static final Set<String> CHANGE =
      Set.of("reference", "version", "amount", "frequency", "status");

  private InstructionsReader() {}

  static InstructionRequest.Creation creation(SoapReader soap) {
    Fields fields = Fields.read(soap, CREATION);
    return new InstructionRequest.Creation(
        fields.text("requestId"),
        fields.givenLongNumber("customerId"),
        new InstructionRequest.Card(fields.text("paymentToken"), fields.text("cardLastFour")),
        fields.decimal("amount"),
        fields.text("currency"),
        fields.text("frequency"));
  }

  static InstructionRequest.Change change(SoapReader soap) {
    Fields fields = Fields.read(soap, CHANGE);
    return new InstructionRequest.Change(
        fields.text("reference"),
        fields.givenNumber("version"),
        fields.decimal("amount"),
        fields.text("frequency"),
        fields.text("status"));
  }

  static String reference(SoapReader soap) {
    return Fields.read(soap, Set.of("reference")).text("reference");
  }
}
