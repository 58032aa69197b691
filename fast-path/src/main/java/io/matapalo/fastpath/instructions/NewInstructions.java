package io.matapalo.fastpath.instructions;

import io.matapalo.fastpath.operation.FaultCode;
import io.matapalo.fastpath.operation.ReferenceCodes;
import io.matapalo.fastpath.operation.Refused;
import io.matapalo.fastpath.pacing.Deadline;
import io.matapalo.fastpath.rows.ProvenWrites;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes instructions, one for each request id. Blocks. Thread-safe. */
public final class NewInstructions {

  private final InstructionRows rows;
  private final ProvenWrites writes;
  private final ReferenceCodes codes;
  private final InstantSource clock;

  public NewInstructions(
      InstructionRows rows, ProvenWrites writes, ReferenceCodes codes, InstantSource clock) {
    this.rows = rows;
    this.writes = writes;
    this.codes = codes;
    this.clock = clock;
  }

  /** What came of a request. */
  sealed interface Outcome {
    Instruction instruction();
  }

  /** It was made by this request. */
  record Made(Instruction instruction) implements Outcome {}

  /** An earlier one made it. */
  record Found(Instruction instruction) implements Outcome {}

  /** The instruction of {@code wanted}'s request id, or a refusal when that is another one. */
  Outcome make(InstructionRequest.Wanted wanted, Deadline deadline) throws SQLException {
    InstructionRows.Facts facts = rows.facts(wanted.customerId(), wanted.requestId());
    if (facts.earlier().isPresent()) {
      return new Found(same(facts.earlier().get(), wanted));
    }
    if (!facts.customerIsActive()) {
      throw new Refused(FaultCode.UNKNOWN_CUSTOMER, "no active customer " + wanted.customerId());
    }
    return insert(wanted, deadline);
  }

  private Outcome insert(InstructionRequest.Wanted wanted, Deadline deadline) throws SQLException {
    String digest = wanted.digest();
    Set<String> drawn = ConcurrentHashMap.newKeySet();
    Optional<Instruction> made =
        writes.insert(
            (connection, _) -> {
              Instruction instruction = draw(wanted);
              drawn.add(instruction.reference());
              InstructionRows.insert(connection, instruction, digest);
              return instruction;
            },
            () -> held(wanted).isPresent(),
            deadline);
    if (made.isPresent()) {
      return new Made(made.get());
    }
    Instruction held =
        same(
            held(wanted)
                .orElseThrow(() ->
                    new IllegalStateException("an instruction that holds a request id is gone")),
            wanted);
    // A run whose commit lost its answer may have stored it.
    return drawn.contains(held.reference()) ? new Made(held) : new Found(held);
  }

  private Optional<Instruction.Stored> held(InstructionRequest.Wanted wanted) throws SQLException {
    return rows.facts(wanted.customerId(), wanted.requestId()).earlier();
  }

  private Instruction draw(InstructionRequest.Wanted wanted) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Instruction(
        codes.next("I-"),
        wanted.requestId(),
        wanted.customerId(),
        wanted.card(),
        wanted.currency(),
        wanted.terms(),
        now,
        0);
  }

  /** Request ids are unique without case: such a neighbour is another instruction. */
  private static Instruction same(Instruction.Stored held, InstructionRequest.Wanted wanted) {
    if (!held.instruction().requestId().equals(wanted.requestId())
        || !held.requestDigest().equals(wanted.digest())) {
      throw new Refused(
          FaultCode.REQUEST_ID_CONFLICT, "requestId was used for another instruction");
    }
    return held.instruction();
  }
}
