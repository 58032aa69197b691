package io.matapalo.fastpath.instructions;

import io.matapalo.fastpath.soap.SoapWriter;

/** Writes the operations' answers, element by element as the schema has them. Pure. */
final class InstructionsWriter {

  private InstructionsWriter() {}

  static void instruction(Instruction instruction, SoapWriter xml) {
    xml.open("instruction");
    xml.leaf("reference", instruction.reference());
    xml.leaf("requestId", instruction.requestId());
    xml.leaf("customerId", instruction.customerId());
    xml.leaf("paymentToken", instruction.card().token());
    xml.leaf("cardLastFour", instruction.card().lastFour());
    xml.leaf("amount", instruction.terms().amount());
    xml.leaf("currency", instruction.currency());
    xml.leaf("frequency", instruction.terms().frequency());
    xml.leaf("status", instruction.terms().status());
    xml.leaf("createdAt", instruction.createdAt());
    xml.leaf("version", instruction.version());
    xml.close("instruction");
  }

  static void reference(String reference, SoapWriter xml) {
    xml.leaf("reference", reference);
  }
}
