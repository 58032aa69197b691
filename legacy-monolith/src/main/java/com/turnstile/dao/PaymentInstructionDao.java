package com.turnstile.dao;

import com.turnstile.entity.PaymentInstruction;
import jakarta.ejb.Stateless;
import java.util.Optional;

/** Standing payment instructions. Thread-safe, as a stateless bean. */
@Stateless
public class PaymentInstructionDao extends GenericDao<PaymentInstruction> {

  public PaymentInstructionDao() {
    super(PaymentInstruction.class);
  }

  public Optional<PaymentInstruction> findByReference(String reference) {
    return first(
        query("select i from PaymentInstruction i where i.instructionReference = :reference")
            .setParameter("reference", reference));
  }

  public Optional<PaymentInstruction> findByRequestId(String requestId) {
    return first(
        query("select i from PaymentInstruction i where i.requestId = :request")
            .setParameter("request", requestId));
  }

  public void remove(PaymentInstruction instruction) {
    em.remove(instruction);
  }
}
