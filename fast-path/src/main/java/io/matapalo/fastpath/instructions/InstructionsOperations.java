package io.matapalo.fastpath.instructions;

import io.matapalo.fastpath.operation.Operation;
import java.util.List;

/** The operations of the service Instructions. Stateless. */
public final class InstructionsOperations {

  private InstructionsOperations() {}

  public static List<Operation<?, ?>> of(InstructionDesk desk) {
    return List.of(
        new Operation<>(
            "create", InstructionsReader::creation, desk::create, InstructionsWriter::instruction),
        new Operation<>(
            "update", InstructionsReader::change, desk::update, InstructionsWriter::instruction),
        new Operation<>(
            "get",
            InstructionsReader::reference,
            (reference, _) -> desk.get(reference),
            InstructionsWriter::instruction),
        new Operation<>(
            "delete", InstructionsReader::reference, desk::delete, InstructionsWriter::reference));
  }
}
