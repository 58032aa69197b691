package io.matapalo.fastpath.instructions;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.operation.RequestChecks;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.VersionedWrites;
import java.sql.SQLException;

/**
 * Makes, shows, changes and deletes instructions, and counts each use before it is answered, as
 * many times as the contract says. Blocks. Thread-safe.
 */
public final class InstructionDesk {

  private static final int READ = 1;
  private static final int WRITTEN_AND_READ = 2;

  private final InstructionRows rows;
  private final NewInstructions made;
  private final VersionedWrites writes;
  private final UsageJournal usage;

  public InstructionDesk(
      InstructionRows rows, NewInstructions made, VersionedWrites writes, UsageJournal usage) {
    this.rows = rows;
    this.made = made;
    this.writes = writes;
    this.usage = usage;
  }

  /** Two statements, or one where the request came before. */
  Instruction create(InstructionRequest.Creation request, Deadline deadline) throws SQLException {
    NewInstructions.Outcome outcome = made.make(request.checked(), deadline);
    usage.count(
        switch (outcome) {
          case NewInstructions.Made _ -> WRITTEN_AND_READ;
          case NewInstructions.Found _ -> READ;
        });
    return outcome.instruction();
  }

  /** One statement. */
  Instruction get(String reference) throws SQLException {
    RequestChecks.notBlank("reference", reference);
    Instruction found = known(reference).instruction();
    usage.count(READ);
    return found;
  }

  /** Two statements, or one where nothing changes. */
  Instruction update(InstructionRequest.Change request, Deadline deadline) throws SQLException {
    Instruction.Terms terms = request.checked();
    int version = request.version().orElseThrow();
    Instruction.Stored found = known(request.reference());
    if (found.instruction().version() != version) {
      throw conflict(found.instruction(), version);
    }
    Instruction changed = found.instruction().with(terms);
    if (!changed.equals(found.instruction()) && !isStored(found.id(), changed, deadline)) {
      throw conflict(known(request.reference()).instruction(), version);
    }
    usage.count(WRITTEN_AND_READ);
    return changed;
  }

  /** Two statements. */
  String delete(String reference, Deadline deadline) throws SQLException {
    RequestChecks.notBlank("reference", reference);
    long id = known(reference).id();
    boolean deleted =
        writes.change(
            connection -> InstructionRows.delete(connection, id),
            () -> rows.find(reference).isEmpty(),
            deadline);
    if (!deleted) {
      throw unknown(reference);
    }
    usage.count(READ);
    return reference;
  }

  private boolean isStored(long id, Instruction changed, Deadline deadline) throws SQLException {
    return writes.change(
        connection -> InstructionRows.update(connection, id, changed),
        () ->
            rows.find(changed.reference())
                .filter(found -> found.instruction().equals(changed))
                .isPresent(),
        deadline);
  }

  private Instruction.Stored known(String reference) throws SQLException {
    return rows.find(reference).orElseThrow(() -> unknown(reference));
  }

  private static Refused unknown(String reference) {
    return new Refused(FaultCode.UNKNOWN_INSTRUCTION, "no instruction with reference " + reference);
  }

  private static Refused conflict(Instruction present, int version) {
    return new Refused(
        FaultCode.VERSION_CONFLICT,
        "instruction %s is at version %d, not %d: read it again"
            .formatted(present.reference(), present.version(), version));
  }
}
